"""Wrong: for v in row: the interpreter has ranges alone, and says so."""
import numpy as np
from numba import cuda


@cuda.jit
def sums(x, y):
    i = cuda.grid(1)
    total = 0.0
    for v in x[i]:  # fault: unsupported
        total += v
    y[i] = total


def case(rng):
    return dict(kernel="sums", grid=1, block=32, args=(rng.random((32, 3)), np.zeros(32)), inputs={"x"})
