"""A kernel cannot call numpy's functions on arrays: a thread works on single numbers."""

import numpy as np
from numba import cuda, float32


@cuda.jit
def relu(x, out):
    i = cuda.grid(1)
    if i < x.size:
        out[i] = np.maximum(x, 0)[i]


def launch_shape(n, threads=256):
    if n < 0:
        raise ValueError("n")
    if not 1 <= threads <= 1024:
        raise ValueError("threads")
    return max(1, (n + threads - 1) // threads), threads
