"""Wrong: half of a warp synchronises by a mask; it reads what the other half wrote without one."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def swap(x, y):
    s = cuda.shared.array(32, float32)
    t = cuda.threadIdx.x
    s[t] = x[t]
    if t < 16:
        cuda.syncwarp(0x0000FFFF)
        y[t] = s[t + 16]  # fault: race


def case(rng):
    return dict(kernel="swap", grid=1, block=32, args=(rng.random(32, dtype=np.float32), np.zeros(32, np.float32)), inputs={"x"})
