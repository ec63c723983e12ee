"""Wrong: an index in int8 wraps from 127 to -128."""
import numpy as np
from numba import cuda, int8


@cuda.jit
def copy(x, y):
    i = int8(cuda.grid(1))
    y[cuda.grid(1)] = x[i]  # fault: negative


def case(rng):
    return dict(kernel="copy", grid=5, block=32, args=(rng.random(160), np.zeros(160)), inputs={"x"})
