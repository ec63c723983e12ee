"""Right: CUDA by Example's dot product: a cache, a halving loop, one partial sum a block."""
import numpy as np
from numba import cuda, float64

threadsPerBlock = 64


@cuda.jit
def dot(a, b, c):
    cache = cuda.shared.array(threadsPerBlock, dtype=float64)
    tid = cuda.threadIdx.x + cuda.blockIdx.x * cuda.blockDim.x
    cacheIndex = cuda.threadIdx.x
    temp = 0.0
    while tid < a.shape[0]:
        temp += a[tid] * b[tid]
        tid += cuda.blockDim.x * cuda.gridDim.x
    cache[cacheIndex] = temp
    cuda.syncthreads()
    i = cuda.blockDim.x // 2
    while i != 0:
        if cacheIndex < i:
            cache[cacheIndex] += cache[cacheIndex + i]
        cuda.syncthreads()
        i //= 2
    if cacheIndex == 0:
        c[cuda.blockIdx.x] = cache[0]


def case(rng):
    a, b = rng.integers(0, 9, 500).astype(float), rng.integers(0, 9, 500).astype(float)
    owner = np.arange(500) // 64 % 3
    parts = np.array([(a * b)[owner == k].sum() for k in range(3)])
    return dict(kernel="dot", grid=3, block=64, args=(a, b, np.zeros(3)), inputs={"a", "b"}, expected={"c": parts})
