"""Wrong: a kernel returns nothing."""
import numpy as np
from numba import cuda


@cuda.jit
def total(x):
    s = 0.0
    for k in range(x.size):
        s += x[k]
    return s  # fault: unsupported


def case(rng):
    return dict(kernel="total", grid=1, block=1, args=(rng.random(32),), inputs={"x"})
