"""Wrong: all threads of a block store to one element."""
import numpy as np
from numba import cuda


@cuda.jit
def block_flag(x, y):
    i = cuda.grid(1)
    y[cuda.blockIdx.x] = x[i]  # fault: race


def case(rng):
    return dict(kernel="block_flag", grid=2, block=32, args=(rng.random(64), np.zeros(2)), inputs={"x"})
