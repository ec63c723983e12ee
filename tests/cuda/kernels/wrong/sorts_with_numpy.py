"""Wrong: np.sort within a kernel. The simulator is silent."""
import numpy as np
from numba import cuda


@cuda.jit
def order(x, y):
    s = np.sort(x)  # fault: unsupported
    i = cuda.grid(1)
    if i < y.size:
        y[i] = s[i]


def case(rng):
    return dict(kernel="order", grid=1, block=32, args=(rng.random(32), np.zeros(32)), inputs={"x"})
