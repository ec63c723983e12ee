"""Right: the last link of a chain of comparisons is looked at only where the first ones hold."""
import numpy as np
from numba import cuda


@cuda.jit
def rising(x, y):
    i = cuda.grid(1)
    if i < x.size and 0 < i <= x[i - 1]:
        y[i] = 1
    if i < x.size and (i == 0 or x[i - 1] > 20):
        y[i] += 2


def case(rng):
    x = rng.integers(0, 60, 50)
    y = np.zeros(50, np.int64)
    y[1:] = (np.arange(1, 50) <= x[:-1]) + 2 * (x[:-1] > 20)
    y[0] = 2
    return dict(kernel="rising", grid=2, block=32, args=(x, np.zeros(50, np.int64)), inputs={"x"}, expected={"y": y})
