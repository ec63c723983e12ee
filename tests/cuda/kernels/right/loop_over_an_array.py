"""Right: for v in row, as Python would."""
import numpy as np
from numba import cuda


@cuda.jit
def sums(x, y):
    i = cuda.grid(1)
    total = 0.0
    for v in x[i]:
        total += v
    y[i] = total


def case(rng):
    x = rng.integers(-9, 9, (32, 3)).astype(np.float64)
    return dict(kernel="sums", grid=1, block=32, args=(x, np.zeros(32)), inputs={"x"}, expected={"y": x.sum(1)})
