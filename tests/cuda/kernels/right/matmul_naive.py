"""Right: matrix product, one thread an element, sizes that no block divides."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def matmul(A, B, C):
    row, col = cuda.grid(2)
    if row < C.shape[0] and col < C.shape[1]:
        tmp = float32(0.)
        for k in range(A.shape[1]):
            tmp += A[row, k] * B[k, col]
        C[row, col] = tmp


def case(rng):
    A, B = rng.random((21, 13), dtype=np.float32), rng.random((13, 35), dtype=np.float32)
    return dict(kernel="matmul", grid=(2, 3), block=(16, 16), args=(A, B, np.zeros((21, 35), np.float32)), inputs={"A", "B"}, expected={"C": A @ B}, tolerance=1e-5)
