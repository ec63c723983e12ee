"""Exercise 10, cuda_conv_tiled: exercise 9's layer, and a block loads each pixel only once."""

from numba import cuda, float32

TILE = 16  # output rows and columns of a block, and threads in each direction
LARGEST = 7  # rows and columns of the largest kernel
SIDE = TILE + LARGEST - 1  # of the piece of x that a block needs then


@cuda.jit
def conv2d(x, w, b, padding, out):
    """Exercise 9's layer with stride 1: out[n, m] = sum over c of conv(x[n, c], w[m, c]) + b[m].

    Launched as conv2d[grid, block](x, w, b, padding, out), with

        block = (TILE, TILE)
        grid  = (gx, gy, N · M)    gx · TILE ≥ OW and gy · TILE ≥ OH, as small as possible

    A block computes TILE rows and TILE columns of one feature map: along x lie the columns, along y
    the rows, and block z = n · M + m does image n and filter m. Its threads load the pixels and the
    weights that it needs into shared memory, each of them once, and read them there.

    Args:
        x: a batch of images, shape (N, C, H, W), float32. Not written to.
        w: the filters, shape (M, C, KH, KW), float32; KH and KW from 1 to LARGEST. Not written to.
        b: one bias a filter, shape (M,), float32. Not written to.
        padding: one int ≥ 0: rings of zeros around each image.
        out: shape (N, M, H + 2 · padding − KH + 1, W + 2 · padding − KW + 1), float32. What was in
            it before does not matter.

    All arithmetic is in float32; the order of the sum is yours.
    """
    ### BEGIN SOLUTION
    # A warp is two rows of 16 threads. Rows 48 words apart lie 16 banks apart: they never meet.
    tile = cuda.shared.array((SIDE, 48), float32)
    weights = cuda.shared.array((LARGEST, LARGEST), float32)
    tx, ty = cuda.threadIdx.x, cuda.threadIdx.y
    top, left = cuda.blockIdx.y * TILE, cuda.blockIdx.x * TILE
    n, m = cuda.blockIdx.z // w.shape[0], cuda.blockIdx.z % w.shape[0]
    total = b[m]
    for c in range(x.shape[1]):
        for i in range(ty, TILE + w.shape[2] - 1, TILE):
            for j in range(tx, TILE + w.shape[3] - 1, TILE):
                row, column = top + i - padding, left + j - padding
                if 0 <= row < x.shape[2] and 0 <= column < x.shape[3]:
                    tile[i, j] = x[n, c, row, column]
                else:
                    tile[i, j] = 0
        if ty < w.shape[2] and tx < w.shape[3]:
            weights[ty, tx] = w[m, c, ty, tx]
        cuda.syncthreads()  # all is there before anybody reads it
        for i in range(w.shape[2]):
            for j in range(w.shape[3]):
                total += tile[ty + i, tx + j] * weights[i, j]
        cuda.syncthreads()  # everybody has read before the next channel overwrites it
    if top + ty < out.shape[2] and left + tx < out.shape[3]:
        out[n, m, top + ty, left + tx] = total
    ### END SOLUTION
