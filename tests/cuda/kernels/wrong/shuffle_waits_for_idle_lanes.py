"""Wrong: pairs within half of the warp, but the mask names all lanes, and waits for them."""
import numpy as np
from numba import cuda, float32, int64


@cuda.jit
def pairs(x, y):
    t = cuda.threadIdx.x
    v = x[t]
    if t < 16:
        v += cuda.shfl_xor_sync(0xFFFFFFFF, v, 1)  # fault: shuffle
    y[t] = v


def case(rng):
    return dict(kernel="pairs", grid=1, block=32, args=(rng.random(32), np.zeros(32)), inputs={"x"})
