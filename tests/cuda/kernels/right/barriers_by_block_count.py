"""Right: blocks that loop over a barrier a different number of times."""
import numpy as np
from numba import cuda, int64


@cuda.jit
def rotate(x, y):
    s = cuda.shared.array(32, int64)
    t = cuda.threadIdx.x
    i = cuda.grid(1)
    s[t] = x[i]
    cuda.syncthreads()
    for _ in range(cuda.blockIdx.x):
        v = s[(t + 1) % 32]
        cuda.syncthreads()
        s[t] = v
        cuda.syncthreads()
    y[i] = s[t]


def case(rng):
    x = rng.integers(0, 99, 96)
    return dict(kernel="rotate", grid=3, block=32, args=(x, np.zeros_like(x)), inputs={"x"}, expected={"y": np.concatenate([np.roll(x[32 * b : 32 * b + 32], -b) for b in range(3)])})
