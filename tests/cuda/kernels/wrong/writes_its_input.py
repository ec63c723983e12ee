"""Wrong: the input is scaled in place on the way."""
import numpy as np
from numba import cuda


@cuda.jit
def normalise(x, y):
    i = cuda.grid(1)
    if i < x.size:
        x[i] = x[i] / 255  # fault: input
        y[i] = x[i]


def case(rng):
    return dict(kernel="normalise", grid=1, block=64, args=(rng.random(50), np.zeros(50)), inputs={"x"})
