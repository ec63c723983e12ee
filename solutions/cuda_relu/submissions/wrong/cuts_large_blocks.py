"""You cut threads to 1024 silently: the caller counted on a block of another size. Raise ValueError."""

from numba import cuda, float32


@cuda.jit
def relu(x, out):
    for i in range(cuda.grid(1), x.size, cuda.gridsize(1)):
        out[i] = max(x[i], float32(0))


def launch_shape(n, threads=256):
    if n < 0 or threads < 1:
        raise ValueError("at least")
    threads = min(threads, 1024)
    return max(1, (n + threads - 1) // threads), threads
