"""Right: an xorshift generator a thread, in 32-bit unsigned arithmetic that wraps."""
import numpy as np
from numba import cuda, uint32


@cuda.jit
def inside(seeds, hits, tries):
    i = cuda.grid(1)
    if i < seeds.size:
        s = seeds[i]
        n = 0
        for _ in range(tries):
            s = uint32(s ^ (s << uint32(13)))
            s = uint32(s ^ (s >> uint32(17)))
            s = uint32(s ^ (s << uint32(5)))
            if s % uint32(4) == uint32(0):
                n += 1
        hits[i] = n


def case(rng):
    seeds = rng.integers(1, 2**32, 40, dtype=np.uint32)
    hits = []
    for s in seeds.tolist():
        n = 0
        for _ in range(25):
            s = (s ^ (s << 13)) % 2**32
            s ^= s >> 17
            s = (s ^ (s << 5)) % 2**32
            n += s % 4 == 0
        hits.append(n)
    return dict(kernel="inside", grid=2, block=32, args=(seeds, np.zeros(40, np.int32), 25), inputs={"seeds"}, expected={"hits": np.array(hits, np.int32)})
