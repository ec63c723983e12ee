"""Right: matrix product with rectangular tiles, padded with 0 at every border."""
import numpy as np
from numba import cuda, float32

BM = 8
BN = 16
BK = 4


@cuda.jit
def matmul(A, B, C):
    sA = cuda.shared.array((BM, BK), float32)
    sB = cuda.shared.array((BK, BN), float32)
    tx, ty = cuda.threadIdx.x, cuda.threadIdx.y
    row = cuda.blockIdx.y * BM + ty
    col = cuda.blockIdx.x * BN + tx
    m, k = A.shape
    n = B.shape[1]
    acc = float32(0.0)
    for k0 in range(0, k, BK):
        if tx < BK:
            sA[ty, tx] = A[row, k0 + tx] if row < m and k0 + tx < k else float32(0)
        if ty < BK:
            sB[ty, tx] = B[k0 + ty, col] if k0 + ty < k and col < n else float32(0)
        cuda.syncthreads()
        for j in range(BK):
            acc += sA[ty, j] * sB[j, tx]
        cuda.syncthreads()
    if row < m and col < n:
        C[row, col] = acc


def case(rng):
    A, B = rng.random((19, 13), dtype=np.float32), rng.random((13, 35), dtype=np.float32)
    return dict(kernel="matmul", grid=(3, 3), block=(16, 8), args=(A, B, np.zeros((19, 35), np.float32)), inputs={"A", "B"}, expected={"C": A @ B}, tolerance=1e-5)
