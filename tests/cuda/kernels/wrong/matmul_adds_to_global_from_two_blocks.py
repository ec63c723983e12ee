"""Wrong: split-k: two blocks add to the same output without atomics."""
import numpy as np
from numba import cuda


@cuda.jit
def matmul(a, b, c):
    j, i = cuda.threadIdx.x, cuda.threadIdx.y
    half = a.shape[1] // 2
    total = 0.0
    for k in range(cuda.blockIdx.z * half, (cuda.blockIdx.z + 1) * half):
        total += a[i, k] * b[k, j]
    c[i, j] += total  # fault: race


def case(rng):
    return dict(kernel="matmul", grid=(1, 1, 2), block=(8, 8), args=(rng.random((8, 8)), rng.random((8, 8)), np.zeros((8, 8))), inputs={"a", "b"})
