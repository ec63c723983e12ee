"""Wrong: the halo on the right is not loaded, so the last thread reads what nobody wrote."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def smooth(x, y):
    s = cuda.shared.array(34, float32)
    t = cuda.threadIdx.x
    i = cuda.grid(1)
    s[t + 1] = x[i] if i < x.size else float32(0)
    if t == 0:
        s[0] = x[i - 1] if i > 0 else float32(0)
    cuda.syncthreads()
    if i < x.size:
        y[i] = s[t] + s[t + 1] + s[t + 2]  # fault: uninitialised


def case(rng):
    return dict(kernel="smooth", grid=2, block=32, args=(rng.random(64, dtype=np.float32), np.zeros(64, np.float32)), inputs={"x"})
