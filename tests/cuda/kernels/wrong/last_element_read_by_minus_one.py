"""Wrong: x[-1] for the last element: numba wraps it, and here it is no accident's cover."""
import numpy as np
from numba import cuda


@cuda.jit
def difference(x, y):
    i = cuda.grid(1)
    if i < x.size:
        y[i] = x[i] - x[i - 1]  # fault: negative


def case(rng):
    return dict(kernel="difference", grid=1, block=32, args=(rng.random(30), np.zeros(30)), inputs={"x"})
