"""Wrong: every thread swaps, so each pair is swapped twice, at the same time."""
import numpy as np
from numba import cuda


@cuda.jit
def transpose(a):
    j, i = cuda.grid(2)
    if i < a.shape[0] and j < a.shape[1]:
        t = a[i, j]
        a[i, j] = a[j, i]  # fault: race
        a[j, i] = t  # fault: race


def case(rng):
    return dict(kernel="transpose", grid=(2, 2), block=(8, 8), args=(rng.random((16, 16)),), inputs=set())
