"""Right: one launch of a global bitonic step, the pair by XOR; each pair has one thread."""
import numpy as np
from numba import cuda


@cuda.jit
def bitonic_step(dev_values, j, k):
    i = cuda.threadIdx.x + cuda.blockDim.x * cuda.blockIdx.x
    ixj = i ^ j
    if ixj > i:
        ascending = (i & k) == 0
        if (dev_values[i] > dev_values[ixj]) == ascending:
            temp = dev_values[i]
            dev_values[i] = dev_values[ixj]
            dev_values[ixj] = temp


def case(rng):
    v = rng.permutation(128).astype(np.float32)
    i = np.arange(128)
    low, high = i[(i & 4) == 0], i[(i & 4) == 0] ^ 4
    up = (low & 8) == 0
    swap = (v[low] > v[high]) == up
    expected = v.copy()
    expected[low[swap]], expected[high[swap]] = v[high[swap]], v[low[swap]]
    return dict(kernel="bitonic_step", grid=4, block=32, args=(v, 4, 8), inputs=set(), expected={"dev_values": expected})
