"""Wrong: a while loop whose condition never changes."""
import numpy as np
from numba import cuda


@cuda.jit
def wait(x):
    i = cuda.grid(1)
    while x[i] >= 0:  # fault: endless
        i += 0


def case(rng):
    return dict(kernel="wait", grid=1, block=32, args=(rng.random(32),), inputs={"x"})
