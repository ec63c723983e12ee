"""Wrong: a barrier orders a block's own threads; another block's read is still concurrent."""
import numpy as np
from numba import cuda


@cuda.jit
def hand_over(x, y):
    b = cuda.blockIdx.x
    t = cuda.threadIdx.x
    v = x[t]
    cuda.syncthreads()
    if b == 1:
        v += x[t]
    cuda.syncthreads()
    if b == 1:
        x[t] = v  # fault: race
    y[cuda.grid(1)] = v


def case(rng):
    return dict(kernel="hand_over", grid=2, block=32, args=(rng.random(32), np.zeros(64)), inputs=set())
