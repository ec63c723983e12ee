"""Right: even threads fill one half of a tile, odd ones the other: a part chosen by a ternary."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def split(x, y):
    s = cuda.shared.array(64, float32)
    t = cuda.threadIdx.x
    half = s[32:] if t % 2 else s[:32]
    half[t // 2] = x[t]
    cuda.syncthreads()
    y[t] = s[t]


def case(rng):
    x = rng.random(64, dtype=np.float32)
    return dict(kernel="split", grid=1, block=64, args=(x, np.zeros(64, np.float32)), inputs={"x"}, expected={"y": np.r_[x[::2], x[1::2]]})
