"""Right: a histogram a block in shared memory, added up by atomics; barriers before and after."""
import numpy as np
from numba import cuda, int32

BINS = 16


@cuda.jit
def hist(values, bins):
    local = cuda.shared.array(BINS, int32)
    t = cuda.threadIdx.x
    if t < BINS:
        local[t] = 0
    cuda.syncthreads()
    i = cuda.grid(1)
    if i < values.size:
        cuda.atomic.add(local, values[i], 1)
    cuda.syncthreads()
    if t < BINS:
        cuda.atomic.add(bins, t, local[t])


def case(rng):
    values = rng.integers(0, 16, 333).astype(np.uint8)
    return dict(kernel="hist", grid=6, block=64, args=(values, np.zeros(16, np.int32)), inputs={"values"}, expected={"bins": np.bincount(values, minlength=16).astype(np.int32)})
