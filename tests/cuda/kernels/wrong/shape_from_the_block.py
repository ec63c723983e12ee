"""Wrong: the size of a shared array must be known to the compiler. The simulator is silent."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def copy(x, y):
    s = cuda.shared.array(cuda.blockDim.x, float32)  # fault: unsupported
    t = cuda.threadIdx.x
    s[t] = x[t]
    y[t] = s[t]


def case(rng):
    return dict(kernel="copy", grid=1, block=32, args=(rng.random(32), np.zeros(32)), inputs={"x"})
