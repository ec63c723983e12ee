"""Wrong: <= lets one thread beyond the end."""
import numpy as np
from numba import cuda


@cuda.jit
def double(x, y):
    i = cuda.grid(1)
    if i <= x.size:
        y[i] = 2 * x[i]  # fault: bounds


def case(rng):
    return dict(kernel="double", grid=2, block=64, args=(rng.random(100), np.zeros(100)), inputs={"x"})
