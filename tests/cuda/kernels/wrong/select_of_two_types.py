"""Wrong: cuda.selp chooses between two values of one type."""
import numpy as np
from numba import cuda


@cuda.jit
def relu(x, y):
    i = cuda.grid(1)
    y[i] = cuda.selp(x[i] > 0, x[i], 0)  # fault: unsupported


def case(rng):
    return dict(kernel="relu", grid=1, block=32, args=(np.ones(32, np.float32), np.zeros(32, np.float32)), inputs={"x"})
