"""Wrong: within a block a barrier helps, but between two blocks none does."""
import numpy as np
from numba import cuda


@cuda.jit
def shift(x):
    i = cuda.grid(1)
    v = x[(i + 1) % x.size]
    cuda.syncthreads()
    x[i] = v  # fault: race


def case(rng):
    return dict(kernel="shift", grid=2, block=32, args=(rng.random(64),), inputs=set())
