"""Wrong: each half of the threads waits at a barrier of its own."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def halves(x, y):
    s = cuda.shared.array(64, float32)
    t = cuda.threadIdx.x
    s[t] = x[t]
    if t % 2:
        cuda.syncthreads()  # fault: barrier
    else:
        cuda.syncthreads()  # fault: barrier
    y[t] = s[63 - t]


def case(rng):
    return dict(kernel="halves", grid=1, block=64, args=(rng.random(64, dtype=np.float32), np.zeros(64, np.float32)), inputs={"x"})
