"""Right: transpose as in NVIDIA's blog: a 32 × 32 tile, 32 × 8 threads, four rows a thread."""
import numpy as np
from numba import cuda, float32

TILE_DIM = 32
BLOCK_ROWS = 8


@cuda.jit
def transpose(idata, odata):
    tile = cuda.shared.array((TILE_DIM, 33), float32)
    x = cuda.blockIdx.x * TILE_DIM + cuda.threadIdx.x
    y = cuda.blockIdx.y * TILE_DIM + cuda.threadIdx.y
    for j in range(0, TILE_DIM, BLOCK_ROWS):
        tile[cuda.threadIdx.y + j][cuda.threadIdx.x] = idata[y + j][x]
    cuda.syncthreads()
    x = cuda.blockIdx.y * TILE_DIM + cuda.threadIdx.x
    y = cuda.blockIdx.x * TILE_DIM + cuda.threadIdx.y
    for j in range(0, TILE_DIM, BLOCK_ROWS):
        odata[y + j][x] = tile[cuda.threadIdx.x][cuda.threadIdx.y + j]


def case(rng):
    a = rng.random((64, 96), dtype=np.float32)
    return dict(kernel="transpose", grid=(3, 2), block=(32, 8), args=(a, np.zeros((96, 64), np.float32)), inputs={"idata"}, expected={"odata": np.ascontiguousarray(a.T)})
