"""Wrong: the tile's edges are loaded, its corners are not."""
import numpy as np
from numba import cuda, float32

T = 8
W = T + 2


@cuda.jit
def box(x, y):
    s = cuda.shared.array((W, W), float32)
    tx, ty = cuda.threadIdx.x + 1, cuda.threadIdx.y + 1
    i, j = cuda.blockIdx.y * T + ty, cuda.blockIdx.x * T + tx
    s[ty, tx] = x[i, j]
    if ty == 1:
        s[0, tx] = x[i - 1, j]
        s[T + 1, tx] = x[i + T, j]
    if tx == 1:
        s[ty, 0] = x[i, j - 1]
        s[ty, T + 1] = x[i, j + T]
    cuda.syncthreads()
    total = float32(0)
    for a in range(-1, 2):
        for b in range(-1, 2):
            total += s[ty + a, tx + b]  # fault: uninitialised
    y[i - 1, j - 1] = total


def case(rng):
    return dict(kernel="box", grid=(2, 2), block=(8, 8), args=(rng.random((18, 18), dtype=np.float32), np.zeros((16, 16), np.float32)), inputs={"x"})
