"""Wrong: the first thread of every block adds to one total, without an atomic."""
import numpy as np
from numba import cuda


@cuda.jit
def total(x, out):
    i = cuda.grid(1)
    if cuda.threadIdx.x == 0:
        out[0] += x[i]  # fault: race


def case(rng):
    return dict(kernel="total", grid=4, block=32, args=(rng.random(128), np.zeros(1)), inputs={"x"})
