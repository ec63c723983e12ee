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
    # YOUR CODE HERE
    raise NotImplementedError()
