"""You go on in steps of one block, cuda.blockDim.x, and get to values that other blocks do, too: two
threads write to the same place. The step is the number of all threads, cuda.gridsize(1)."""

from numba import cuda, float32


@cuda.jit
def relu(x, out):
    for i in range(cuda.grid(1), x.size, cuda.blockDim.x):
        out[i] = max(x[i], float32(0))


def launch_shape(n, threads=256):
    if n < 0:
        raise ValueError("n")
    if not 1 <= threads <= 1024:
        raise ValueError("threads")
    return max(1, (n + threads - 1) // threads), threads
