"""Wrong: every thread asks for a row and a column that do not exist."""

import numpy as np
from numba import cuda


@cuda.jit
def shift(x, y):
    i, j = cuda.threadIdx.y, cuda.threadIdx.x
    y[i, j] = x[i + 8, j + 8]  # fault: bounds


def case(rng):
    x = rng.standard_normal((4, 4)).astype(np.float32)
    return {
        "kernel": "shift",
        "grid": 1,
        "block": (4, 4),
        "args": [x, np.zeros_like(x)],
        "inputs": ["x"],
    }
