"""Wrong: a tile is read by columns before all rows are there."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def transpose(a, b):
    tile = cuda.shared.array((16, 17), float32)
    tx, ty = cuda.threadIdx.x, cuda.threadIdx.y
    x, y = cuda.grid(2)
    tile[ty, tx] = a[y, x]
    b[cuda.blockIdx.x * 16 + ty, cuda.blockIdx.y * 16 + tx] = tile[tx, ty]  # fault: race


def case(rng):
    return dict(kernel="transpose", grid=(2, 2), block=(16, 16), args=(rng.random((32, 32), dtype=np.float32), np.zeros((32, 32), np.float32)), inputs={"a"})
