"""Wrong: a Python list within a kernel."""
import numpy as np
from numba import cuda


@cuda.jit
def gather(x, y):
    i = cuda.grid(1)
    window = [x[i + k] for k in range(3)]  # fault: unsupported
    y[i] = max(window)


def case(rng):
    return dict(kernel="gather", grid=1, block=30, args=(rng.random(32), np.zeros(30)), inputs={"x"})
