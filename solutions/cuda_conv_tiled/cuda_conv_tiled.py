"""Exercise 10, cuda_conv_tiled: the threads of a block share what they load."""

from numba import cuda, float32

TILE = 16  # output rows and columns of a block, and threads in each direction
LARGEST = 7  # rows and columns of the largest kernel
SIDE = TILE + LARGEST - 1  # of the piece of x that a block needs then


@cuda.jit
def conv(x, w, y, padding):
    """The layer of exercise 4, without bias and activation, with stride 1.

        y[n, m, i, j] = sum over c, a, b of padded[n, c, i + a, j + b] * w[m, c, a, b]

    where padded is x with zeros around it: padded[n, c, i, j] = x[n, c, i - padding, j - padding].

    A block of (TILE, TILE) threads computes TILE rows times TILE columns of one feature map; the
    grid is (blocks that cover a row, blocks that cover a column, N * M), and blockIdx.z is
    n * M + m. The block loads the pixels that it needs into shared memory once, and all its threads
    read them there. The sums are float32 all the way.

    Args:
        x: the images, shape (N, C, H, W), float32, contiguous. Only read.
        w: the filters, shape (M, C, KH, KW), float32, contiguous. Only read. KH and KW are at most
            LARGEST; each may be anything from 1 on.
        y: where the result goes, shape (N, M, H + 2 * padding - KH + 1, W + 2 * padding - KW + 1),
            float32. What is in it before means nothing.
        padding: rows and columns of zeros around each image, an integer from 0 on.
    """
    ### BEGIN SOLUTION
    # A warp is two rows of 16 threads. Rows 48 words apart lie 16 banks apart: they never meet.
    tile = cuda.shared.array((SIDE, 48), float32)
    weights = cuda.shared.array((LARGEST, LARGEST), float32)
    tx, ty = cuda.threadIdx.x, cuda.threadIdx.y
    top, left = cuda.blockIdx.y * TILE, cuda.blockIdx.x * TILE
    n, m = cuda.blockIdx.z // w.shape[0], cuda.blockIdx.z % w.shape[0]
    total = float32(0)
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
        for a in range(w.shape[2]):
            for b in range(w.shape[3]):
                total += tile[ty + a, tx + b] * weights[a, b]
        cuda.syncthreads()  # everybody has read before the next channel overwrites it
    if top + ty < y.shape[2] and left + tx < y.shape[3]:
        y[n, m, top + ty, left + tx] = total
    ### END SOLUTION
