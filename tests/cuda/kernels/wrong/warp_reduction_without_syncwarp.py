"""Wrong: the unrolled last warp of old tutorials: since Volta its threads need not keep step."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def total(x, y):
    s = cuda.shared.array(64, float32)
    t = cuda.threadIdx.x
    s[t] = x[t]
    cuda.syncthreads()
    if t < 32:
        s[t] += s[t + 32]
        s[t] += s[t + 16]  # fault: race
        s[t] += s[t + 8]  # fault: race
        s[t] += s[t + 4]  # fault: race
        s[t] += s[t + 2]  # fault: race
        s[t] += s[t + 1]  # fault: race
    if t == 0:
        y[0] = s[0]


def case(rng):
    return dict(kernel="total", grid=1, block=64, args=(rng.random(64, dtype=np.float32), np.zeros(1, np.float32)), inputs={"x"})
