"""Wrong: a barrier that 40 of 64 threads reach. The simulator is silent."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def head(x, y):
    s = cuda.shared.array(64, float32)
    t = cuda.threadIdx.x
    s[t] = x[t]
    if t < 40:
        cuda.syncthreads()  # fault: barrier
        y[t] = s[39 - t]


def case(rng):
    return dict(kernel="head", grid=1, block=64, args=(rng.random(64, dtype=np.float32), np.zeros(64, np.float32)), inputs={"x"})
