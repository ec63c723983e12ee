"""Wrong: all threads write the same 1 into a shared flag: the same value, and still a race."""
import numpy as np
from numba import cuda, int32


@cuda.jit
def any_negative(x, y):
    flag = cuda.shared.array(1, int32)
    t = cuda.threadIdx.x
    if t == 0:
        flag[0] = 0
    cuda.syncthreads()
    if x[t] < 0:
        flag[0] = 1  # fault: race
    cuda.syncthreads()
    if t == 0:
        y[0] = flag[0]


def case(rng):
    return dict(kernel="any_negative", grid=1, block=64, args=(-np.ones(64), np.zeros(1)), inputs={"x"})
