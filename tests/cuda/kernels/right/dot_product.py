"""Right: dot product: shared partial sums, then one atomic a block on a float64."""
import numpy as np
from numba import cuda, float64

TPB = 64


@cuda.jit
def dot(a, b, c):
    cache = cuda.shared.array(TPB, dtype=np.float64)
    tid = cuda.threadIdx.x
    temp = float64(0)
    i = tid + cuda.blockIdx.x * cuda.blockDim.x
    while i < a.size:
        temp += a[i] * b[i]
        i += cuda.blockDim.x * cuda.gridDim.x
    cache[tid] = temp
    cuda.syncthreads()
    i = TPB // 2
    while i != 0:
        if tid < i:
            cache[tid] += cache[tid + i]
        cuda.syncthreads()
        i //= 2
    if tid == 0:
        cuda.atomic.add(c, 0, cache[0])


def case(rng):
    a, b = rng.integers(0, 20, (2, 500)).astype(np.float64)
    return dict(kernel="dot", grid=3, block=64, args=(a.copy(), b.copy(), np.zeros(1)), inputs={"a", "b"}, expected={"c": np.array([a @ b])})
