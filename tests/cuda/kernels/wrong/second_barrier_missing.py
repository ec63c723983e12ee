"""Wrong: the tile is filled anew while others still read it."""
import numpy as np
from numba import cuda, float32

T = 8


@cuda.jit
def matmul(a, b, c):
    sa = cuda.shared.array((T, T), float32)
    sb = cuda.shared.array((T, T), float32)
    j, i = cuda.grid(2)
    tx, ty = cuda.threadIdx.x, cuda.threadIdx.y
    acc = float32(0)
    for t in range(a.shape[1] // T):
        sa[ty, tx] = a[i, t * T + tx]  # fault: race
        sb[ty, tx] = b[t * T + ty, j]  # fault: race
        cuda.syncthreads()
        for k in range(T):
            acc += sa[ty, k] * sb[k, tx]
    c[i, j] = acc


def case(rng):
    return dict(kernel="matmul", grid=(2, 2), block=(8, 8), args=(rng.random((16, 16), dtype=np.float32), rng.random((16, 16), dtype=np.float32), np.zeros((16, 16), np.float32)), inputs={"a", "b"})
