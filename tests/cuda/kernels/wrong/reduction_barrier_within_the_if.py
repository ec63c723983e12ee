"""Wrong: the barrier of a reduction stands within its if: threads above the stride never come."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def total(x, y):
    s = cuda.shared.array(64, float32)
    t = cuda.threadIdx.x
    s[t] = x[t]
    cuda.syncthreads()
    k = 32
    while k > 0:
        if t < k:
            s[t] += s[t + k]
            cuda.syncthreads()  # fault: barrier
        k //= 2
    if t == 0:
        y[0] = s[0]


def case(rng):
    return dict(kernel="total", grid=1, block=64, args=(rng.random(64, dtype=np.float32), np.zeros(1, np.float32)), inputs={"x"})
