"""Wrong: cuda.atomic.inc is for unsigned integers."""
import numpy as np
from numba import cuda


@cuda.jit
def ticket(count):
    cuda.atomic.inc(count, 0, 31)  # fault: unsupported


def case(rng):
    return dict(kernel="ticket", grid=1, block=32, args=(np.zeros(1, np.int32),), inputs=set())
