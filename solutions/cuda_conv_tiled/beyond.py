"""Beyond exercise 10: as far as numba.cuda goes. Nothing of it is graded.

What the tile leaves undone is the traffic between shared memory and the threads: two words for each
product. Here a thread computes ROWS output rows of FILTERS feature maps at once: for each weight
position it reads ROWS pixels and FILTERS weights into registers, and makes ROWS · FILTERS products
of them. The tile of pixels serves all FILTERS, so the loads from global memory shrink, too. All
loops over registers have constant ends, so that the compiler can unroll them and keep `sums` and
`pixels` out of memory. A warp is one row of 32 threads, so with stride 1 any width of the tile is
free of bank conflicts; with stride 2 two threads share a bank.

Not done, because numba.cuda cannot say it: loads of 16 bytes (an array has no vectors as elements,
and a slice of four is no vector), asynchronous copies into shared memory, tensor cores.

Source of the idea: V. Volkov, "Better Performance at Lower Occupancy", GTC 2010.
"""

from numba import cuda, float32

from solutions.cuda_conv_tiled.cases import Shape

ACROSS, DOWN = 32, 4  # threads of a block, along x and y
ROWS, FILTERS = 4, 8  # outputs of a thread
LARGEST, LARGEST_STRIDE = 7, 2
HIGH = DOWN * ROWS  # output rows of a block
DEEP = (HIGH - 1) * LARGEST_STRIDE + LARGEST  # rows of the largest tile
WIDE = (ACROSS - 1) * LARGEST_STRIDE + LARGEST
THREADS = ACROSS * DOWN


@cuda.jit
def conv2d(x, w, b, stride, padding, out):
    """Exercise 9's layer, with its parameters.

    Args:
        x: shape (N, C, H, W), float32, contiguous.
        w: shape (M, C, KH, KW), float32, contiguous; KH and KW at most LARGEST.
        b: shape (M,), float32.
        stride: in both directions, 1 to LARGEST_STRIDE.
        padding: in both directions, from 0 on.
        out: shape (N, M, OH, OW), float32.

    Launched as `launch_shape` says.
    """
    tile = cuda.shared.array((DEEP, WIDE), float32)
    weights = cuda.shared.array((LARGEST, LARGEST, FILTERS), float32)
    sums = cuda.local.array((ROWS, FILTERS), float32)
    pixels = cuda.local.array(ROWS, float32)
    tx, ty = cuda.threadIdx.x, cuda.threadIdx.y
    groups = (w.shape[0] + FILTERS - 1) // FILTERS
    n, first = cuda.blockIdx.z // groups, cuda.blockIdx.z % groups * FILTERS
    top, left = cuda.blockIdx.y * HIGH, cuda.blockIdx.x * ACROSS
    for f in range(FILTERS):
        bias = b[first + f] if first + f < w.shape[0] else float32(0)
        for p in range(ROWS):
            sums[p, f] = bias
    for c in range(x.shape[1]):
        load_pixels(tile, x[n, c], top * stride - padding, left * stride - padding, w, stride)
        load_weights(weights, w, first, c)
        cuda.syncthreads()
        for i in range(w.shape[2]):
            for j in range(w.shape[3]):
                for p in range(ROWS):
                    pixels[p] = tile[(ty + DOWN * p) * stride + i, tx * stride + j]
                for f in range(FILTERS):
                    weight = weights[i, j, f]
                    for p in range(ROWS):
                        sums[p, f] += pixels[p] * weight
        cuda.syncthreads()
    for p in range(ROWS):
        store(out, sums, n, first, top + ty + DOWN * p, left + tx, p)


@cuda.jit(device=True)
def store(out, sums, n, first, row, column, p):
    """Write pixel (row, column) of the feature maps from `first` on, where there is one."""
    inside = row < out.shape[2] and column < out.shape[3]
    for f in range(FILTERS):
        if inside and first + f < out.shape[1]:
            out[n, first + f, row, column] = sums[p, f]


@cuda.jit(device=True)
def load_pixels(tile, image, top, left, w, stride):
    """Fill the tile from one channel (H, W), whose pixel (top, left) is its first; zeros around."""
    for i in range(cuda.threadIdx.y, (HIGH - 1) * stride + w.shape[2], DOWN):
        for j in range(cuda.threadIdx.x, (ACROSS - 1) * stride + w.shape[3], ACROSS):
            row, column = top + i, left + j
            if 0 <= row < image.shape[0] and 0 <= column < image.shape[1]:
                tile[i, j] = image[row, column]
            else:
                tile[i, j] = 0


@cuda.jit(device=True)
def load_weights(weights, w, first, c):
    """Fill (KH, KW, FILTERS) from channel c of filters `first` and following; zeros beyond them."""
    size = w.shape[2] * w.shape[3]
    for k in range(cuda.threadIdx.y * ACROSS + cuda.threadIdx.x, size * FILTERS, THREADS):
        f, place = k // size, k % size
        a, b = place // w.shape[3], place % w.shape[3]
        if first + f < w.shape[0]:
            weights[a, b, f] = w[first + f, c, a, b]
        else:
            weights[a, b, f] = 0


def launch_shape(out: Shape) -> tuple[tuple[int, int, int], tuple[int, int]]:
    """(grid, block) for an output of shape (N, M, OH, OW)."""
    groups = -(-out[1] // FILTERS)
    return (-(-out[3] // ACROSS), -(-out[2] // HIGH), out[0] * groups), (ACROSS, DOWN)
