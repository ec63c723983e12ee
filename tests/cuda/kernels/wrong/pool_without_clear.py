"""Wrong: atomics on a shared sum that nobody has set to 0."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def mean(x, y):
    total = cuda.shared.array(1, float32)
    t = cuda.threadIdx.x
    cuda.atomic.add(total, 0, x[t])  # fault: uninitialised
    cuda.syncthreads()
    if t == 0:
        y[0] = total[0] / x.size


def case(rng):
    return dict(kernel="mean", grid=1, block=32, args=(np.ones(32, np.float32), np.zeros(1, np.float32)), inputs={"x"})
