"""Wrong: a loop that counts in steps of a parameter that is 0."""
import numpy as np
from numba import cuda


@cuda.jit
def every(x, y, step):
    for i in range(cuda.grid(1), x.size, step):  # fault: range
        y[i] = x[i]


def case(rng):
    return dict(kernel="every", grid=1, block=32, args=(rng.random(32), np.zeros(32), 0), inputs={"x"})
