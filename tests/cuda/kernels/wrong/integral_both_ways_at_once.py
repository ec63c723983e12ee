"""Wrong: an integral image in one launch: rows by some blocks, while others do the columns."""
import numpy as np
from numba import cuda


@cuda.jit
def integral(s):
    k = cuda.threadIdx.x
    if cuda.blockIdx.x == 0:
        for c in range(1, s.shape[1]):
            s[k, c] += s[k, c - 1]
    else:
        for r in range(1, s.shape[0]):
            s[r, k] += s[r - 1, k]  # fault: race


def case(rng):
    return dict(kernel="integral", grid=2, block=8, args=(np.ones((8, 8), np.int64),), inputs=set())
