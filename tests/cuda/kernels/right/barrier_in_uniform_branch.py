"""Right: a barrier within an if that all threads of a block decide alike, and blocks differently."""
import numpy as np
from numba import cuda, int32


@cuda.jit
def odd_blocks_reverse(x, y):
    s = cuda.shared.array(32, int32)
    t = cuda.threadIdx.x
    i = cuda.grid(1)
    if cuda.blockIdx.x % 2 == 1:
        s[t] = x[i]
        cuda.syncthreads()
        y[i] = s[31 - t]
    else:
        y[i] = x[i]


def case(rng):
    x = rng.integers(0, 99, 128).astype(np.int32)
    y = x.reshape(4, 32).copy()
    y[1::2] = y[1::2, ::-1]
    return dict(kernel="odd_blocks_reverse", grid=4, block=32, args=(x, np.zeros_like(x)), inputs={"x"}, expected={"y": y.reshape(-1)})
