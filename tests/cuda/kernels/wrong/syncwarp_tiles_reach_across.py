"""Wrong: tiles of eight lanes wait for each other, and read from the tile beside theirs."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def shift(x, y):
    s = cuda.shared.array(64, float32)
    t = cuda.threadIdx.x
    mask = 0xFF << (t & 24)
    s[t] = x[t]
    cuda.syncwarp(mask)
    y[t] = s[t + 1] if t < 63 else s[0]  # fault: race
    cuda.syncwarp(mask)
    s[t] = 0  # fault: race


def case(rng):
    return dict(kernel="shift", grid=1, block=64, args=(rng.random(64, dtype=np.float32), np.zeros(64, np.float32)), inputs={"x"})

