"""Your tile ends one row and one column too early: for TILE outputs under a kernel of KH rows a
block needs TILE + KH - 1 rows of the image, not TILE + KH - 2. What you read there was never
written."""

from numba import cuda, float32

TILE = 16  # output rows and columns of a block, and threads in each direction
LARGEST = 7  # rows and columns of the largest kernel
SIDE = TILE + LARGEST - 1  # of the piece of x that a block needs then


@cuda.jit
def conv2d(x, w, b, padding, out):
    tile = cuda.shared.array((SIDE, 48), float32)
    weights = cuda.shared.array((LARGEST, LARGEST), float32)
    tx, ty = cuda.threadIdx.x, cuda.threadIdx.y
    top, left = cuda.blockIdx.y * TILE, cuda.blockIdx.x * TILE
    n, m = cuda.blockIdx.z // w.shape[0], cuda.blockIdx.z % w.shape[0]
    total = b[m]
    for c in range(x.shape[1]):
        for i in range(ty, TILE + w.shape[2] - 2, TILE):
            for j in range(tx, TILE + w.shape[3] - 2, TILE):
                row, column = top + i - padding, left + j - padding
                if 0 <= row < x.shape[2] and 0 <= column < x.shape[3]:
                    tile[i, j] = x[n, c, row, column]
                else:
                    tile[i, j] = 0
        if ty < w.shape[2] and tx < w.shape[3]:
            weights[ty, tx] = w[m, c, ty, tx]
        cuda.syncthreads()
        for i in range(w.shape[2]):
            for j in range(w.shape[3]):
                total += tile[ty + i, tx + j] * weights[i, j]
        cuda.syncthreads()
    if top + ty < out.shape[2] and left + tx < out.shape[3]:
        out[n, m, top + ty, left + tx] = total
