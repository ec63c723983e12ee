"""Right: a tile loop with two buffers in turn: the next tile is loaded while this one is used, one barrier."""
import numpy as np
from numba import cuda, float32

T = 8


@cuda.jit
def mm(A, B, C):
    sA = cuda.shared.array((2, T, T), float32)
    sB = cuda.shared.array((2, T, T), float32)
    tx, ty = cuda.threadIdx.x, cuda.threadIdx.y
    row = cuda.blockIdx.y * T + ty
    col = cuda.blockIdx.x * T + tx
    steps = A.shape[1] // T
    stage = 0
    sA[0, ty, tx] = A[row, tx]
    sB[0, ty, tx] = B[ty, col]
    cuda.syncthreads()
    acc = float32(0)
    for t in range(1, steps + 1):
        nxt = stage ^ 1
        if t < steps:
            sA[nxt, ty, tx] = A[row, t * T + tx]
            sB[nxt, ty, tx] = B[t * T + ty, col]
        for k in range(T):
            acc += sA[stage, ty, k] * sB[stage, k, tx]
        cuda.syncthreads()
        stage = nxt
    C[row, col] = acc


def case(rng):
    a = rng.integers(-4, 5, (16, 24)).astype(np.float32)
    b = rng.integers(-4, 5, (24, 16)).astype(np.float32)
    return dict(kernel="mm", grid=(2, 2), block=(8, 8), args=(a, b, np.zeros((16, 16), np.float32)), inputs={"A", "B"}, expected={"C": a @ b})
