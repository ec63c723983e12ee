"""Only the kernel."""

from numba import cuda, float32


@cuda.jit
def relu(x, out):
    for i in range(cuda.grid(1), x.size, cuda.gridsize(1)):
        out[i] = max(x[i], float32(0))


def launch_shape(n, threads=256):
    raise NotImplementedError()
