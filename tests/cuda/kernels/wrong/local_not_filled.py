"""Wrong: a local array holds nothing at first."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def running(x, y):
    acc = cuda.local.array(3, float32)
    i = cuda.grid(1)
    for k in range(3):
        acc[k] += x[i]  # fault: uninitialised
    y[i] = acc[0]


def case(rng):
    return dict(kernel="running", grid=1, block=32, args=(rng.random(32, dtype=np.float32), np.zeros(32, np.float32)), inputs={"x"})
