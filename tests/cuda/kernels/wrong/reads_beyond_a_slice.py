"""Wrong: an index beyond the end of a slice, which is still within the array."""
import numpy as np
from numba import cuda


@cuda.jit
def windows(x, y):
    i = cuda.grid(1)
    if i < y.size:
        part = x[i:i + 3]
        for k in range(4):
            y[i] += part[k]  # fault: bounds


def case(rng):
    return dict(kernel="windows", grid=1, block=32, args=(rng.random(40), np.zeros(32)), inputs={"x"})
