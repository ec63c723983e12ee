"""Wrong: a heat step in place: the barrier orders a block, and its border is another block's."""
import numpy as np
from numba import cuda


@cuda.jit
def heat(u):
    i = cuda.grid(1)
    if 0 < i < u.size - 1:
        new = 0.5 * u[i] + 0.25 * (u[i - 1] + u[i + 1])
    cuda.syncthreads()
    if 0 < i < u.size - 1:
        u[i] = new  # fault: race


def case(rng):
    return dict(kernel="heat", grid=2, block=32, args=(rng.random(64),), inputs=set())
