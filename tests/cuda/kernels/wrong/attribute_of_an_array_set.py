"""Wrong: x.count = … sets nothing that a kernel has."""
import numpy as np
from numba import cuda


@cuda.jit
def count(x, y):
    i = cuda.grid(1)
    y.count = i  # fault: unsupported
    y[i] = x[i]


def case(rng):
    return dict(kernel="count", grid=1, block=32, args=(np.ones(32), np.zeros(32)), inputs={"x"})
