"""Each thread does a stretch of neighbouring values, as on a CPU. The threads of a warp are then far
apart at every moment, and each of them moves a sector of its own."""

from numba import cuda, float32


@cuda.jit
def relu(x, out):
    each = (x.size + cuda.gridsize(1) - 1) // cuda.gridsize(1)
    start = cuda.grid(1) * each
    for i in range(start, min(start + each, x.size)):
        out[i] = max(x[i], float32(0))


def launch_shape(n, threads=256):
    if n < 0:
        raise ValueError("n")
    if not 1 <= threads <= 1024:
        raise ValueError("threads")
    return max(1, (n + threads - 1) // threads), threads
