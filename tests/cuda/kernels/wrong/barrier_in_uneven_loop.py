"""Wrong: threads go round a loop with a barrier unequally often."""
import numpy as np
from numba import cuda


@cuda.jit
def uneven(y):
    t = cuda.threadIdx.x
    n = 0
    for k in range(t // 16 + 1):
        n += k
        cuda.syncthreads()  # fault: barrier
    y[t] = n


def case(rng):
    return dict(kernel="uneven", grid=1, block=32, args=(np.zeros(32, np.int64),), inputs=set())
