"""Wrong: TILE + 2 within the kernel is no constant to numba; a name at the top of the file is."""
import numpy as np
from numba import cuda, float32

TILE = 16


@cuda.jit
def copy(x, y):
    s = cuda.shared.array(TILE + 2, float32)  # fault: unsupported
    t = cuda.threadIdx.x
    s[t] = x[t]
    y[t] = s[t]


def case(rng):
    return dict(kernel="copy", grid=1, block=16, args=(rng.random(16), np.zeros(16)), inputs={"x"})
