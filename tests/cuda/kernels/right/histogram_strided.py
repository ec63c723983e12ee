"""Right: CUDA by Example's histogram: 256 bins in shared memory, a grid-stride loop over bytes."""
import numpy as np
from numba import cuda, uint32


@cuda.jit
def histo(buffer, size, hist):
    temp = cuda.shared.array(256, uint32)
    temp[cuda.threadIdx.x] = 0
    cuda.syncthreads()
    i = cuda.threadIdx.x + cuda.blockIdx.x * cuda.blockDim.x
    stride = cuda.blockDim.x * cuda.gridDim.x
    while i < size:
        cuda.atomic.add(temp, buffer[i], 1)
        i += stride
    cuda.syncthreads()
    cuda.atomic.add(hist, cuda.threadIdx.x, temp[cuda.threadIdx.x])


def case(rng):
    data = rng.integers(0, 256, 3000).astype(np.uint8)
    return dict(kernel="histo", grid=2, block=256, args=(data, data.size, np.zeros(256, np.uint32)), inputs={"buffer"}, expected={"hist": np.bincount(data, minlength=256).astype(np.uint32)})
