"""Wrong: an integer divided by zero gives any number on the GPU."""
import numpy as np
from numba import cuda


@cuda.jit
def share(x, y):
    i = cuda.grid(1)
    if i < x.size:
        y[i] = 100 // x[i]  # fault: division


def case(rng):
    return dict(kernel="share", grid=1, block=32, args=(np.arange(30), np.zeros(30, np.int64)), inputs={"x"})
