"""Wrong: a helper that is plain Python."""
import numpy as np
from numba import cuda


def square(v):
    return v * v


@cuda.jit
def squares(x, y):
    i = cuda.grid(1)
    y[i] = square(x[i])  # fault: unsupported


def case(rng):
    return dict(kernel="squares", grid=1, block=32, args=(rng.random(32), np.zeros(32)), inputs={"x"})
