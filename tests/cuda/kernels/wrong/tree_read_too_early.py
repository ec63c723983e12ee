"""Wrong: the sum of a tree is read by all while one thread still writes it."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def normalise(x, y):
    s = cuda.shared.array(32, float32)
    t = cuda.threadIdx.x
    s[t] = x[t]
    stride = 16
    while stride:
        cuda.syncthreads()
        if t < stride:
            s[t] += s[t + stride]
        stride //= 2
    y[t] = x[t] / s[0]  # fault: race


def case(rng):
    return dict(kernel="normalise", grid=1, block=32, args=(rng.random(32, dtype=np.float32), np.zeros(32, np.float32)), inputs={"x"})
