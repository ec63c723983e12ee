"""Wrong: a variable that an if sets, and that is read without it."""
import numpy as np
from numba import cuda


@cuda.jit
def half(x, y):
    i = cuda.grid(1)
    if i % 2 == 0:
        v = x[i]
    y[i] = v  # fault: uninitialised


def case(rng):
    return dict(kernel="half", grid=1, block=32, args=(rng.random(32), np.zeros(32)), inputs={"x"})
