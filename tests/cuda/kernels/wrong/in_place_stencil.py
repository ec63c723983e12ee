"""Wrong: each thread reads its neighbour's element while the neighbour overwrites it."""
import numpy as np
from numba import cuda


@cuda.jit
def smooth(x):
    i = cuda.grid(1)
    if 0 < i < x.size - 1:
        x[i] = (x[i - 1] + x[i] + x[i + 1]) / 3  # fault: race


def case(rng):
    return dict(kernel="smooth", grid=2, block=64, args=(rng.random(100),), inputs=set())
