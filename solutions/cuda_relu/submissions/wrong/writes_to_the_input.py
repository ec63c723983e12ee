"""You work in place: x is an input, and the caller still needs it. Write to out only."""

from numba import cuda, float32


@cuda.jit
def relu(x, out):
    for i in range(cuda.grid(1), x.size, cuda.gridsize(1)):
        x[i] = max(x[i], float32(0))
        out[i] = x[i]


def launch_shape(n, threads=256):
    if n < 0:
        raise ValueError("n")
    if not 1 <= threads <= 1024:
        raise ValueError("threads")
    return max(1, (n + threads - 1) // threads), threads
