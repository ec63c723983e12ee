"""Wrong: an array chosen thread by thread: the interpreter asks for if and else."""
import numpy as np
from numba import cuda


@cuda.jit
def choose(x, y, out):
    i = cuda.grid(1)
    source = x if i % 2 == 0 else y  # fault: unsupported
    out[i] = source[i]


def case(rng):
    return dict(kernel="choose", grid=1, block=32, args=(np.ones(32), np.zeros(32), np.zeros(32)), inputs={"x", "y"})
