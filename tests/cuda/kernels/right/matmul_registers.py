"""Right: matrix product with a 2 × 2 piece a thread in a local array, tiles padded by 1."""
import numpy as np
from numba import cuda, float32

T = 8
W = T + 1
PAD = 17


@cuda.jit
def matmul(a, b, c):
    sa = cuda.shared.array(shape=(16, PAD), dtype=float32)
    sb = cuda.shared.array(shape=(16, PAD), dtype=float32)
    acc = cuda.local.array((2, 2), float32)
    for i in range(2):
        for j in range(2):
            acc[i, j] = 0.0
    tx = cuda.threadIdx.x
    ty = cuda.threadIdx.y
    r0, c0 = cuda.blockIdx.y * 16, cuda.blockIdx.x * 16
    for k0 in range(0, a.shape[1], 16):
        for i in range(ty, 16, T):
            for j in range(tx, 16, T):
                sa[i, j] = a[r0 + i, k0 + j]
                sb[i, j] = b[k0 + i, c0 + j]
        cuda.syncthreads()
        for k in range(16):
            for i in range(2):
                for j in range(2):
                    acc[i, j] += sa[ty + i * T, k] * sb[k, tx + j * T]
        cuda.syncthreads()
    for i in range(2):
        for j in range(2):
            c[r0 + ty + i * T, c0 + tx + j * T] = acc[i, j]


def case(rng):
    a, b = rng.random((32, 48), dtype=np.float32), rng.random((48, 16), dtype=np.float32)
    return dict(kernel="matmul", grid=(1, 2), block=(8, 8), args=(a, b, np.zeros((32, 16), np.float32)), inputs={"a", "b"}, expected={"c": a @ b}, tolerance=1e-5)
