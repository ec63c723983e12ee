"""Right: tiles of eight lanes sort eight values each by rank; the mask follows from the lane."""
import numpy as np
from numba import cuda, int32


@cuda.jit
def rank_sort(x, y):
    s = cuda.shared.array(96, int32)
    t = cuda.threadIdx.x
    first = t & ~7
    mask = 0xFF << (first & 31)
    for turn in range(3):
        s[t] = x[turn, t]
        cuda.syncwarp(mask)
        rank = 0
        for k in range(first, first + 8):
            rank += s[k] < s[t] or (s[k] == s[t] and k < t)
        y[turn, first + rank] = s[t]
        cuda.syncwarp(mask)


def case(rng):
    x = rng.integers(-20, 20, (3, 96)).astype(np.int32)
    y = np.sort(x.reshape(3, 12, 8), axis=2).reshape(3, 96)
    return dict(kernel="rank_sort", grid=1, block=96, args=(x, np.zeros_like(x)), inputs={"x"}, expected={"y": y}, simulator=False)

