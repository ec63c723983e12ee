"""Wrong: a list of the module's in a kernel: numba takes a tuple or an array."""
import numpy as np
from numba import cuda

OFFSETS = [-1, 0, 1]


@cuda.jit
def blur(x, y):
    i = cuda.grid(1)
    for k in range(3):
        if 0 <= i + OFFSETS[k] < x.size:  # fault: unsupported
            y[i] += x[i + OFFSETS[k]]


def case(rng):
    return dict(kernel="blur", grid=1, block=32, args=(rng.random(32), np.zeros(32)), inputs={"x"})
