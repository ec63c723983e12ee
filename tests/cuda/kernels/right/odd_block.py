"""Right: blocks of 40 threads, so that the second warp is only partly there."""
import numpy as np
from numba import cuda, int64


@cuda.jit
def reverse(x, y):
    s = cuda.shared.array(40, int64)
    t = cuda.threadIdx.x
    base = cuda.blockIdx.x * 40
    s[t] = x[base + t]
    cuda.syncthreads()
    y[base + t] = s[39 - t]


def case(rng):
    x = rng.integers(0, 99, 120)
    return dict(kernel="reverse", grid=3, block=40, args=(x, np.zeros_like(x)), inputs={"x"}, expected={"y": x.reshape(3, 40)[:, ::-1].reshape(-1)})
