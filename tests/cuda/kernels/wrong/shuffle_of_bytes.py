"""Wrong: numba shuffles 32- and 64-bit signed integers and floats alone."""
import numpy as np
from numba import cuda


@cuda.jit
def neighbour(x, y):
    i = cuda.grid(1)
    y[i] = cuda.shfl_down_sync(0xFFFFFFFF, x[i], 1)  # fault: unsupported


def case(rng):
    return dict(kernel="neighbour", grid=1, block=32, args=(np.ones(32, np.uint8), np.zeros(32, np.uint8)), inputs={"x"})
