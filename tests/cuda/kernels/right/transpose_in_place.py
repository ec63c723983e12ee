"""Right: in-place transpose of a square matrix: only threads below the diagonal swap."""
import numpy as np
from numba import cuda


@cuda.jit
def transpose(a):
    j, i = cuda.grid(2)
    if i < a.shape[0] and j < i:
        a[i, j], a[j, i] = a[j, i], a[i, j]


def case(rng):
    a = rng.random((40, 40))
    return dict(kernel="transpose", grid=(5, 5), block=(8, 8), args=(a,), inputs=set(), expected={"a": a.T.copy()})
