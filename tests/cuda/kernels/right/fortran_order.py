"""Right: an array in Fortran order."""
import numpy as np
from numba import cuda


@cuda.jit
def scale(a, factor=2):
    i, j = cuda.grid(2)
    if i < a.shape[0] and j < a.shape[1]:
        a[i, j] = a[i, j] * factor


def case(rng):
    a = np.asfortranarray(rng.random((11, 6)))
    return dict(kernel="scale", grid=(2, 1), block=(8, 8), args=(a, 3), inputs=set(), expected={"a": a * 3})
