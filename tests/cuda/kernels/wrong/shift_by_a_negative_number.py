"""Wrong: a shift by less than 0, which the compiler may turn into anything."""
import numpy as np
from numba import cuda


@cuda.jit
def masks(y):
    i = cuda.grid(1)
    y[i] = 1 << (i - 1)  # fault: shift


def case(rng):
    return dict(kernel="masks", grid=1, block=32, args=(np.zeros(32, np.int64),), inputs=set())
