"""Right: neighbours of one warp exchange through shared memory with cuda.syncwarp alone."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def swap(x, y):
    s = cuda.shared.array(64, float32)
    t = cuda.threadIdx.x
    s[t] = x[t]
    cuda.syncwarp()
    v = s[t ^ 3]
    cuda.syncwarp()
    s[t] = v + float32(1)
    cuda.syncwarp()
    y[t] = s[t ^ 1]


def case(rng):
    x = rng.random(64, dtype=np.float32)
    t = np.arange(64)
    return dict(kernel="swap", grid=1, block=64, args=(x, np.zeros_like(x)), inputs={"x"}, expected={"y": x[t ^ 1 ^ 3] + np.float32(1)}, simulator=False)
