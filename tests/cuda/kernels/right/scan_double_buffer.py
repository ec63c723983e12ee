"""Right: Hillis and Steele's inclusive prefix sum with two buffers that swap by a flag."""
import numpy as np
from numba import cuda, float32

N = 64


@cuda.jit
def scan(x, y):
    temp = cuda.shared.array((2, N), float32)
    t = cuda.threadIdx.x
    pout, pin = 0, 1
    temp[pout, t] = x[t]
    cuda.syncthreads()
    offset = 1
    while offset < N:
        pout = 1 - pout
        pin = 1 - pout
        if t >= offset:
            temp[pout, t] = temp[pin, t] + temp[pin, t - offset]
        else:
            temp[pout, t] = temp[pin, t]
        cuda.syncthreads()
        offset <<= 1
    y[t] = temp[pout, t]


def case(rng):
    x = rng.integers(0, 9, 64).astype(np.float32)
    return dict(kernel="scan", grid=1, block=64, args=(x, np.zeros(64, np.float32)), inputs={"x"}, expected={"y": np.cumsum(x)})
