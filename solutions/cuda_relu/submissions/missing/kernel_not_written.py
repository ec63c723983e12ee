"""Only launch_shape."""

from numba import cuda, float32


@cuda.jit
def relu(x, out):
    # YOUR CODE HERE
    raise NotImplementedError()


def launch_shape(n, threads=256):
    if n < 0:
        raise ValueError("n")
    if not 1 <= threads <= 1024:
        raise ValueError("threads")
    return max(1, (n + threads - 1) // threads), threads
