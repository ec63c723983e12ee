"""Wrong: a local array that is made in the loop holds nothing from the turn before."""
import numpy as np
from numba import cuda, float32, int64


@cuda.jit
def running(x, y):
    i = cuda.grid(1)
    for k in range(3):
        acc = cuda.local.array(2, float32)
        if k == 0:
            acc[0] = x[i]
        y[i] = acc[0]  # fault: uninitialised


def case(rng):
    return dict(kernel="running", grid=1, block=32, args=(rng.random(32), np.zeros(32)), inputs={"x"})
