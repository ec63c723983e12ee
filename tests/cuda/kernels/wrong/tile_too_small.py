"""Wrong: the tile has no room for its halo."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def smooth(x, y):
    s = cuda.shared.array(32, float32)
    t = cuda.threadIdx.x
    i = cuda.grid(1)
    s[t] = x[i]
    cuda.syncthreads()
    if i + 1 < x.size:
        y[i] = s[t] + s[t + 1]  # fault: bounds


def case(rng):
    return dict(kernel="smooth", grid=2, block=32, args=(rng.random(64, dtype=np.float32), np.zeros(64, np.float32)), inputs={"x"})
