"""Wrong: half of the warp shuffles, as its mask says, and asks the other half."""
import numpy as np
from numba import cuda, float32, int64


@cuda.jit
def partial(x, y):
    t = cuda.threadIdx.x
    v = x[t]
    if t < 16:
        v += cuda.shfl_down_sync(0x0000FFFF, v, 8)  # fault: shuffle
    y[t] = v


def case(rng):
    return dict(kernel="partial", grid=1, block=32, args=(rng.random(32), np.zeros(32)), inputs={"x"})
