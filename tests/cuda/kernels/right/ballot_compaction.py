"""Right: stream compaction in a warp: ballot, the lanes below me, popc. A ballot is an int32."""
import numpy as np
from numba import cuda

ALL = 0xFFFFFFFF


@cuda.jit
def compact(x, out, count):
    lane = cuda.laneid
    keep = x[lane] > 0
    votes = cuda.ballot_sync(ALL, keep)
    below = votes & ((1 << lane) - 1)
    if keep:
        out[cuda.popc(below)] = x[lane]
    if lane == 31:
        count[0] = cuda.popc(votes)
        count[1] = votes < 0


def case(rng):
    x = rng.integers(-9, 9, 32)
    x[31] = 4
    kept = x[x > 0]
    out = np.zeros(32, np.int64)
    out[: kept.size] = kept
    return dict(kernel="compact", grid=1, block=32, args=(x, np.zeros(32, np.int64), np.zeros(2, np.int64)), inputs={"x"}, expected={"out": out, "count": np.array([kept.size, 1])}, simulator=False)
