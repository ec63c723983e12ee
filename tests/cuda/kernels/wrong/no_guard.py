"""Wrong: no bounds guard, and the grid has more threads than elements."""
import numpy as np
from numba import cuda


@cuda.jit
def add_one(x, y):
    i = cuda.grid(1)
    y[i] = x[i] + 1  # fault: bounds


def case(rng):
    return dict(kernel="add_one", grid=2, block=64, args=(rng.random(100), np.zeros(100)), inputs={"x"})
