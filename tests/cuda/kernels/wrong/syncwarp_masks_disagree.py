"""Wrong: two lanes that name each other, with two masks."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def swap(x, y):
    s = cuda.shared.array(32, float32)
    t = cuda.threadIdx.x
    s[t] = x[t]
    cuda.syncwarp(0xFFFFFFFF if t < 16 else 0xFFFF0000)  # fault: shuffle
    y[t] = s[t ^ 1]


def case(rng):
    return dict(kernel="swap", grid=1, block=32, args=(rng.random(32, dtype=np.float32), np.zeros(32, np.float32)), inputs={"x"})
