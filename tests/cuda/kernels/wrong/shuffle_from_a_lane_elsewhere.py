"""Wrong: half of the warp shuffles, and its mask names the other half, too."""
import numpy as np
from numba import cuda


@cuda.jit
def partial(x, y):
    t = cuda.threadIdx.x
    v = x[t]
    if t < 16:
        v += cuda.shfl_down_sync(0xFFFFFFFF, v, 8)  # fault: shuffle
    y[t] = v


def case(rng):
    return dict(kernel="partial", grid=1, block=32, args=(rng.random(32), np.zeros(32)), inputs={"x"})
