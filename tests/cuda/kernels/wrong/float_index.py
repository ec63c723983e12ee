"""Wrong: / gives a float, and a float is no index."""
import numpy as np
from numba import cuda


@cuda.jit
def halve(x, y):
    i = cuda.grid(1)
    y[i] = x[i / 2]  # fault: unsupported


def case(rng):
    return dict(kernel="halve", grid=1, block=32, args=(rng.random(32), np.zeros(32)), inputs={"x"})
