"""Right: sparse matrix times vector, a warp a row, joined by shuffles that go down."""
import numpy as np
from numba import cuda


@cuda.jit
def spmv(ptr, col, val, x, y):
    warp, lane = cuda.grid(1) // 32, cuda.threadIdx.x & 31
    if warp < y.shape[0]:
        partial = 0.0
        for k in range(ptr[warp] + lane, ptr[warp + 1], 32):
            partial += val[k] * x[col[k]]
        for d in (16, 8, 4, 2, 1):
            partial += cuda.shfl_down_sync(0xFFFFFFFF, partial, d)
        if not lane:
            y[warp] = partial


def case(rng):
    dense = np.where(rng.random((7, 90)) < 0.4, rng.integers(1, 9, (7, 90)), 0).astype(np.float64)
    ptr = np.r_[0, np.cumsum((dense != 0).sum(1))].astype(np.int32)
    col = np.nonzero(dense)[1].astype(np.int32)
    x = rng.integers(-5, 6, 90).astype(np.float64)
    return dict(kernel="spmv", grid=2, block=128, args=(ptr, col, dense[dense != 0], x, np.zeros(7)), inputs={"ptr", "col", "val", "x"}, expected={"y": dense @ x}, simulator=False)
