"""Wrong: a local array is added to before it is set: the simulator gives zeros, a GPU anything."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def sums(x, y):
    acc = cuda.local.array(4, float32)
    i = cuda.grid(1)
    for k in range(x.shape[1]):
        acc[k % 4] += x[i, k]  # fault: uninitialised
    y[i] = acc[0] + acc[1] + acc[2] + acc[3]


def case(rng):
    return dict(kernel="sums", grid=1, block=32, args=(rng.random((32, 8), dtype=np.float32), np.zeros(32, np.float32)), inputs={"x"})
