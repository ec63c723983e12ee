"""You look at the value to the left: thread 0 has none, and index −1 is no last value on a GPU but
memory before the array."""

from numba import cuda, float32


@cuda.jit
def relu(x, out):
    for i in range(cuda.grid(1), x.size, cuda.gridsize(1)):
        left = x[i - 1]
        out[i] = max(x[i], float32(0)) + float32(0) * left


def launch_shape(n, threads=256):
    if n < 0:
        raise ValueError("n")
    if not 1 <= threads <= 1024:
        raise ValueError("threads")
    return max(1, (n + threads - 1) // threads), threads
