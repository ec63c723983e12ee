"""Wrong: rows are tested against the columns."""
import numpy as np
from numba import cuda


@cuda.jit
def copy(x, y):
    c, r = cuda.grid(2)
    if r < x.shape[1] and c < x.shape[0]:
        y[r, c] = x[r, c]  # fault: bounds


def case(rng):
    return dict(kernel="copy", grid=(3, 3), block=(8, 8), args=(rng.random((10, 20)), np.zeros((10, 20))), inputs={"x"})
