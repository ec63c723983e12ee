"""Wrong: an atomic counter is read plainly, without a barrier, while others still count."""
import numpy as np
from numba import cuda, int32


@cuda.jit
def count(x, y):
    n = cuda.shared.array(1, int32)
    t = cuda.threadIdx.x
    if t == 0:
        n[0] = 0
    cuda.syncthreads()
    if x[t] > 0.5:
        cuda.atomic.add(n, 0, 1)
    y[t] = n[0]  # fault: race


def case(rng):
    return dict(kernel="count", grid=1, block=64, args=(rng.random(64), np.zeros(64, np.int32)), inputs={"x"})
