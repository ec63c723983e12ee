"""You clear the place to the right before its own thread writes to it, or after: nobody knows which of
the two comes first. A thread writes to its own place only."""

from numba import cuda, float32


@cuda.jit
def relu(x, out):
    for i in range(cuda.grid(1), x.size, cuda.gridsize(1)):
        if i + 1 < x.size:
            out[i + 1] = 0
        out[i] = max(x[i], float32(0))


def launch_shape(n, threads=256):
    if n < 0:
        raise ValueError("n")
    if not 1 <= threads <= 1024:
        raise ValueError("threads")
    return max(1, (n + threads - 1) // threads), threads
