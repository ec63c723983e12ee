"""You count on blocks of 256 threads: the launch decides that, and cuda.blockDim.x tells it."""

from numba import cuda, float32


@cuda.jit
def relu(x, out):
    i = cuda.blockIdx.x * 256 + cuda.threadIdx.x
    while i < x.size:
        out[i] = max(x[i], float32(0))
        i += cuda.gridDim.x * 256


def launch_shape(n, threads=256):
    if n < 0:
        raise ValueError("n")
    if not 1 <= threads <= 1024:
        raise ValueError("threads")
    return max(1, (n + threads - 1) // threads), threads
