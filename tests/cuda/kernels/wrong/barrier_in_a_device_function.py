"""Wrong: a device function with a barrier in it, called by half of the threads."""
import numpy as np
from numba import cuda, float32


@cuda.jit(device=True)
def exchange(s, t):
    cuda.syncthreads()  # fault: barrier
    return s[t ^ 1]


@cuda.jit
def swap(x, y):
    s = cuda.shared.array(64, float32)
    t = cuda.threadIdx.x
    s[t] = x[t]
    if t < 32:
        y[t] = exchange(s, t)


def case(rng):
    return dict(kernel="swap", grid=1, block=64, args=(rng.random(64, dtype=np.float32), np.zeros(64, np.float32)), inputs={"x"})
