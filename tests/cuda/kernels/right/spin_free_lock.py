"""Right: one winner by compare-and-swap; the others leave at once."""
import numpy as np
from numba import cuda


@cuda.jit
def first(lock, taken):
    i = cuda.grid(1)
    if cuda.atomic.cas(lock, 0, 0, i + 1) == 0:
        cuda.atomic.exch(taken, 0, 7)
        cuda.atomic.add(taken, 1, 1)


def case(rng):
    return dict(kernel="first", grid=4, block=32, args=(np.zeros(1, np.int32), np.zeros(2, np.int32)), inputs=set(), expected={"taken": np.array([7, 1], np.int32)})
