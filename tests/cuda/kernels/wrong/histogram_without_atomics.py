"""Wrong: += on a shared counter loses counts."""
import numpy as np
from numba import cuda


@cuda.jit
def histogram(x, bins):
    i = cuda.grid(1)
    if i < x.size:
        bins[x[i]] += 1  # fault: race


def case(rng):
    return dict(kernel="histogram", grid=2, block=64, args=(rng.integers(0, 5, 100), np.zeros(5, np.int64)), inputs={"x"})
