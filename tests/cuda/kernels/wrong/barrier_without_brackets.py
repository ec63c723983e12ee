"""Wrong: cuda.syncthreads without brackets is no barrier, and nobody says so."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def reverse(x, y):
    s = cuda.shared.array(64, float32)
    t = cuda.threadIdx.x
    s[t] = x[t]
    cuda.syncthreads  # fault: unsupported
    y[t] = s[63 - t]


def case(rng):
    return dict(kernel="reverse", grid=1, block=64, args=(rng.random(64, dtype=np.float32), np.zeros(64, np.float32)), inputs={"x"})
