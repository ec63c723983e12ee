"""Wrong: Hillis and Steele in one buffer: a neighbour may have added before it is read."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def scan(x, y):
    s = cuda.shared.array(64, float32)
    t = cuda.threadIdx.x
    s[t] = x[t]
    cuda.syncthreads()
    d = 1
    while d < 64:
        if t >= d:
            s[t] += s[t - d]  # fault: race
        cuda.syncthreads()
        d *= 2
    y[t] = s[t]


def case(rng):
    return dict(kernel="scan", grid=1, block=64, args=(rng.random(64, dtype=np.float32), np.zeros(64, np.float32)), inputs={"x"})
