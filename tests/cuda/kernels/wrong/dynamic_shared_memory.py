"""Wrong: shared memory whose size the launch gives: the message asks for a constant."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def copy(x, y):
    s = cuda.shared.array(0, float32)  # fault: unsupported
    t = cuda.threadIdx.x
    s[t] = x[t]
    y[t] = s[t]


def case(rng):
    return dict(kernel="copy", grid=1, block=32, args=(np.ones(32, np.float32), np.zeros(32, np.float32)), inputs={"x"})
