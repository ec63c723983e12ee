"""Right: transpose without a tile; slow, and correct."""
import numpy as np
from numba import cuda


@cuda.jit
def naive_transpose(a_in, a_out):
    i, j = cuda.grid(2)
    if i < a_in.shape[0] and j < a_in.shape[1]:
        a_out[j, i] = a_in[i, j]


def case(rng):
    a = rng.random((9, 33))
    return dict(kernel="naive_transpose", grid=(2, 5), block=(8, 8), args=(a, np.zeros((33, 9))), inputs={"a_in"}, expected={"a_out": a.T})
