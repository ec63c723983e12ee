"""Wrong: threads return before they have filled their part of the tile."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def smooth(x, y):
    s = cuda.shared.array(64, float32)
    t = cuda.threadIdx.x
    i = cuda.grid(1)
    if i >= x.size:
        return
    s[t] = x[i]
    cuda.syncthreads()
    if t < 63:
        y[i] = s[t] + s[t + 1]  # fault: uninitialised


def case(rng):
    return dict(kernel="smooth", grid=2, block=64, args=(rng.random(100, dtype=np.float32), np.zeros(100, np.float32)), inputs={"x"})
