"""Right: random numbers by xorshift in uint32, cut to 32 bits after each left shift."""
import numpy as np
from numba import cuda, uint32

TURNS = 5


@cuda.jit
def draw(seeds, out):
    i = cuda.grid(1)
    s = seeds[i]
    for _ in range(TURNS):
        s ^= uint32(s << uint32(13))
        s ^= s >> uint32(17)
        s ^= uint32(s << uint32(5))
    out[i] = s
    seeds[i] = uint32(s & 0xFFFF)


def case(rng):
    seeds = rng.integers(1, 1 << 32, 64, dtype=np.uint64).astype(np.uint32)
    s = seeds.copy()
    for _ in range(5):
        s ^= s << np.uint32(13)
        s ^= s >> np.uint32(17)
        s ^= s << np.uint32(5)
    return dict(kernel="draw", grid=2, block=32, args=(seeds, np.zeros(64, np.uint32)), inputs=set(), expected={"out": s, "seeds": s & np.uint32(0xFFFF)})
