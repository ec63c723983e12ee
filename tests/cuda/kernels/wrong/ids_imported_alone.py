"""Wrong: from numba.cuda import threadIdx runs in the simulator and does not compile."""
import numpy as np
from numba import cuda
from numba.cuda import blockDim, blockIdx, threadIdx


@cuda.jit
def twice(x, y):
    i = threadIdx.x + blockIdx.x * blockDim.x  # fault: unsupported
    y[i] = 2 * x[i]


def case(rng):
    return dict(kernel="twice", grid=1, block=32, args=(rng.random(32), np.zeros(32)), inputs={"x"})
