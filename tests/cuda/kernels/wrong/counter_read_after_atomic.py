"""Wrong: the place is read from the counter after it was raised; others have raised it since."""
import numpy as np
from numba import cuda


@cuda.jit
def append(x, out, count):
    i = cuda.grid(1)
    if x[i] > 0:
        cuda.atomic.add(count, 0, 1)
        out[count[0] - 1] = x[i]  # fault: race


def case(rng):
    return dict(kernel="append", grid=1, block=32, args=(np.arange(32), np.zeros(32, np.int64), np.zeros(1, np.int64)), inputs={"x"})
