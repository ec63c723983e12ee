"""Right: match_any_sync finds the lanes with my key; the first of each group adds for all."""
import numpy as np
from numba import cuda, int32


@cuda.jit
def tally(keys, counts, same):
    i = cuda.grid(1)
    key = keys[i]
    peers = cuda.match_any_sync(0xFFFFFFFF, key)
    first = cuda.ffs(peers) - 1
    if cuda.laneid == first:
        cuda.atomic.add(counts, key, cuda.popc(peers))
    mask, all_same = cuda.match_all_sync(0xFFFFFFFF, key // 8)
    same[i] = all_same and mask == -1


def case(rng):
    keys = rng.integers(0, 8, 64).astype(np.int32)
    keys[40] = 9
    same = np.repeat(np.array([1, 0]), 32)
    return dict(kernel="tally", grid=1, block=64, args=(keys, np.zeros(10, np.int32), np.zeros(64, np.int64)), inputs={"keys"}, expected={"counts": np.bincount(keys, minlength=10).astype(np.int32), "same": same}, simulator=False)
