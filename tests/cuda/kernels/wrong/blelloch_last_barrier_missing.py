"""Wrong: after the down-sweep every thread reads two sums that others may still be writing."""
import numpy as np
from numba import cuda, int32

N = 64


@cuda.jit
def scan(data, out):
    temp = cuda.shared.array(N, int32)
    t = cuda.threadIdx.x
    temp[2 * t] = data[2 * t]
    temp[2 * t + 1] = data[2 * t + 1]
    cuda.syncthreads()
    if t < 16:
        temp[4 * t + 3] += temp[4 * t + 1]
    out[2 * t] = temp[2 * t]
    out[2 * t + 1] = temp[2 * t + 1]  # fault: race


def case(rng):
    return dict(kernel="scan", grid=1, block=32, args=(np.ones(64, np.int32), np.zeros(64, np.int32)), inputs={"data"})
