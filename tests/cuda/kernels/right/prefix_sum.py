"""Right: inclusive prefix sum of one block, in two buffers that swap roles."""
import numpy as np
from numba import cuda, int64

N = 64


@cuda.jit
def hillis_steele(x, y):
    buf = cuda.shared.array((2, N), int64)
    t = cuda.threadIdx.x
    src = 0
    buf[src, t] = x[t]
    cuda.syncthreads()
    d = 1
    while d < N:
        dst = 1 - src
        if t >= d:
            buf[dst, t] = buf[src, t] + buf[src, t - d]
        else:
            buf[dst, t] = buf[src, t]
        cuda.syncthreads()
        src = dst
        d *= 2
    y[t] = buf[src, t]


def case(rng):
    x = rng.integers(-5, 9, 64)
    return dict(kernel="hillis_steele", grid=1, block=64, args=(x, np.zeros_like(x)), inputs={"x"}, expected={"y": x.cumsum()})
