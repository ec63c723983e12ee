"""Wrong: the guard is around the barrier, and the last block is only partly full."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def neighbours(x, y):
    s = cuda.shared.array(32, float32)
    i = cuda.grid(1)
    if i < x.size:
        s[cuda.threadIdx.x] = x[i]
        cuda.syncthreads()  # fault: barrier
        y[i] = s[cuda.threadIdx.x ^ 1]


def case(rng):
    return dict(kernel="neighbours", grid=2, block=32, args=(rng.random(50, dtype=np.float32), np.zeros(50, np.float32)), inputs={"x"})
