"""Wrong: threads that continue skip the barrier of that turn."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def filtered(x, y):
    s = cuda.shared.array(32, float32)
    t = cuda.threadIdx.x
    for k in range(2):
        if x[k, t] < 0:
            continue
        s[t] = x[k, t]
        cuda.syncthreads()  # fault: barrier
        y[k, t] = s[t]


def case(rng):
    x = np.ones((2, 32), np.float32)
    x[0, 5] = -1
    return dict(kernel="filtered", grid=1, block=32, args=(x, np.zeros_like(x)), inputs={"x"})
