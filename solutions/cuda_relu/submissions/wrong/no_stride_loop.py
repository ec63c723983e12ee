"""Each thread does one value and stops. When the grid is smaller than the array, the values beyond
it are never done: go on with for i in range(cuda.grid(1), x.size, cuda.gridsize(1))."""

from numba import cuda, float32


@cuda.jit
def relu(x, out):
    i = cuda.grid(1)
    if i < x.size:
        out[i] = max(x[i], float32(0))


def launch_shape(n, threads=256):
    if n < 0:
        raise ValueError("n")
    if not 1 <= threads <= 1024:
        raise ValueError("threads")
    return max(1, (n + threads - 1) // threads), threads
