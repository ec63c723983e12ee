"""Wrong: one cuda.syncwarp a turn: the next turn's writes meet this turn's reads."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def add(x, y):
    s = cuda.shared.array(32, float32)
    t = cuda.threadIdx.x
    total = float32(0)
    for k in range(3):
        s[t] = x[k, t]  # fault: race
        cuda.syncwarp()
        total += s[31 - t]
    y[t] = total


def case(rng):
    return dict(kernel="add", grid=1, block=32, args=(rng.random((3, 32), dtype=np.float32), np.zeros(32, np.float32)), inputs={"x"})
