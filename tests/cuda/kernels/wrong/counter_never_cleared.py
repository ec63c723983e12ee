"""Wrong: atomics on shared memory that nobody set to zero."""
import numpy as np
from numba import cuda, int32


@cuda.jit
def count(x, y):
    n = cuda.shared.array(4, int32)
    t = cuda.threadIdx.x
    cuda.atomic.add(n, x[t] % 4, 1)  # fault: uninitialised
    cuda.syncthreads()
    if t < 4:
        y[t] = n[t]


def case(rng):
    return dict(kernel="count", grid=1, block=64, args=(rng.integers(0, 9, 64), np.zeros(4, np.int32)), inputs={"x"})
