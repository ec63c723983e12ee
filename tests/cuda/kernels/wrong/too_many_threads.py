"""Wrong: 2048 threads a block. The simulator is silent."""
import numpy as np
from numba import cuda


@cuda.jit
def copy(x, y):  # fault: threads
    i = cuda.grid(1)
    if i < x.size:
        y[i] = x[i]


def case(rng):
    return dict(kernel="copy", grid=1, block=(64, 32), args=(rng.random(2048), np.zeros(2048)), inputs={"x"})
