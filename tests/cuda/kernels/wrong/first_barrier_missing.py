"""Wrong: the tile is read before everybody has filled it. The simulator mostly gets it right."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def reverse(x, y):
    s = cuda.shared.array(64, float32)
    t = cuda.threadIdx.x
    s[t] = x[t]
    y[t] = s[63 - t]  # fault: race


def case(rng):
    return dict(kernel="reverse", grid=1, block=64, args=(rng.random(64, dtype=np.float32), np.zeros(64, np.float32)), inputs={"x"})
