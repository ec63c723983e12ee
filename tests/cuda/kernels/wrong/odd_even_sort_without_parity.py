"""Wrong: every thread compares with its right neighbour, which does the same."""
import numpy as np
from numba import cuda


@cuda.jit
def sweep(a):
    i = cuda.grid(1)
    if i + 1 < a.size:
        if a[i] > a[i + 1]:
            t = a[i]
            a[i] = a[i + 1]  # fault: race
            a[i + 1] = t  # fault: race


def case(rng):
    return dict(kernel="sweep", grid=1, block=64, args=(np.arange(64.0)[::-1].copy(),), inputs=set())
