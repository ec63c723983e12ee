"""Wrong: 0 - 1 of an unsigned number is enormous."""
import numpy as np
from numba import cuda, float32, int64


@cuda.jit
def gather(x, place, y):
    i = cuda.grid(1)
    y[i] = x[place[i] - place[0]]  # fault: bounds


def case(rng):
    place = np.arange(1, 33, dtype=np.uint64)[::-1].copy()
    return dict(kernel="gather", grid=1, block=32, args=(rng.random(32), place, np.zeros(32)), inputs={"x", "place"})
