"""Wrong: the left neighbour of element 0 has index -1, which wraps round. The simulator is silent."""
import numpy as np
from numba import cuda


@cuda.jit
def difference(x, y):
    i = cuda.grid(1)
    if i < x.size:
        y[i] = x[i] - x[i - 1]  # fault: negative


def case(rng):
    return dict(kernel="difference", grid=1, block=64, args=(rng.random(50), np.zeros(50)), inputs={"x"})
