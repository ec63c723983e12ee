"""Every thread does all values, so that all of them write to the same places: a race, and the work
done once for each thread. A thread begins at its own number, cuda.grid(1), and goes on in steps of
cuda.gridsize(1)."""

from numba import cuda, float32


@cuda.jit
def relu(x, out):
    for i in range(x.size):
        out[i] = max(x[i], float32(0))


def launch_shape(n, threads=256):
    if n < 0:
        raise ValueError("n")
    if not 1 <= threads <= 1024:
        raise ValueError("threads")
    return max(1, (n + threads - 1) // threads), threads
