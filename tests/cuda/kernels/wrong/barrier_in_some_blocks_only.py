"""Wrong: the even blocks wait between reading and writing, the odd ones do not."""
import numpy as np
from numba import cuda, int64


@cuda.jit
def rotate(x, y):
    s = cuda.shared.array(32, int64)
    t = cuda.threadIdx.x
    i = cuda.grid(1)
    s[t] = x[i]
    cuda.syncthreads()
    v = s[(t + 1) % 32]
    if cuda.blockIdx.x % 2 == 0:
        cuda.syncthreads()
    s[t] = v  # fault: race
    y[i] = s[t]


def case(rng):
    return dict(kernel="rotate", grid=4, block=32, args=(rng.integers(0, 9, 128), np.zeros(128, np.int64)), inputs={"x"})
