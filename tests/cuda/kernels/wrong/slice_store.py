"""Wrong: a whole row stored at once."""
import numpy as np
from numba import cuda


@cuda.jit
def rows(x, y):
    i = cuda.grid(1)
    if i < x.shape[0]:
        y[i, :] = x[i, :]  # fault: unsupported


def case(rng):
    return dict(kernel="rows", grid=1, block=32, args=(rng.random((8, 4)), np.zeros((8, 4))), inputs={"x"})
