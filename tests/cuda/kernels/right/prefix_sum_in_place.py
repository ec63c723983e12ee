"""Right: prefix sum with one buffer: read, barrier, write, barrier."""
import numpy as np
from numba import cuda, int32


@cuda.jit
def scan(x):
    s = cuda.shared.array(32, int32)
    t = cuda.threadIdx.x
    s[t] = x[t]
    cuda.syncthreads()
    step = 1
    while step < 32:
        v = s[t]
        if t >= step:
            v += s[t - step]
        cuda.syncthreads()
        s[t] = v
        cuda.syncthreads()
        step <<= 1
    x[t] = s[t]


def case(rng):
    x = rng.integers(0, 100, 32).astype(np.int32)
    return dict(kernel="scan", grid=1, block=32, args=(x,), inputs=set(), expected={"x": x.cumsum(dtype=np.int32)})
