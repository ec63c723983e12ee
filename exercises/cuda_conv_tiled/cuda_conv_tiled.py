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
    # YOUR CODE HERE
    raise NotImplementedError()
