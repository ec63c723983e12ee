"""Wrong: numba's block votes take an integer; a comparison is a bool."""
import numpy as np
from numba import cuda


@cuda.jit
def count(x, y):
    n = cuda.syncthreads_count(x[cuda.threadIdx.x] > 0)  # fault: unsupported
    y[cuda.threadIdx.x] = n


def case(rng):
    return dict(kernel="count", grid=1, block=32, args=(rng.random(32), np.zeros(32)), inputs={"x"})
