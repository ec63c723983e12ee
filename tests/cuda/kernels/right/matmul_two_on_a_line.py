"""Right: the same product with two shared arrays on one line, which are two arrays."""
import numpy as np
from numba import cuda, float32 as f32

T = 4
SHAPE = (T, T)


@cuda.jit
def gemm(a, b, c):
    sa = cuda.shared.array(SHAPE, f32); sb = cuda.shared.array(SHAPE, f32)
    j, i = cuda.grid(2); tx = cuda.threadIdx.x; ty = cuda.threadIdx.y
    acc = f32(0); steps = (a.shape[1] + T - 1) // T
    for t in range(steps):
        sa[ty, tx] = a[i, t * T + tx] if i < a.shape[0] and t * T + tx < a.shape[1] else f32(0)
        sb[ty, tx] = b[t * T + ty, j] if t * T + ty < b.shape[0] and j < b.shape[1] else f32(0)
        cuda.syncthreads()
        for k in range(T): acc += sa[ty, k] * sb[k, tx]
        cuda.syncthreads()
    if i < c.shape[0] and j < c.shape[1]: c[i, j] = acc


def case(rng):
    a, b = rng.random((6, 9), dtype=np.float32), rng.random((9, 7), dtype=np.float32)
    # The stock simulator takes two arrays on one line for one.
    return dict(kernel="gemm", grid=(2, 2), block=(4, 4), args=(a, b, np.zeros((6, 7), np.float32)), inputs={"a", "b"}, expected={"c": a @ b}, tolerance=1e-5, simulator=False)
