"""Right: a 7-point Laplacian with a three-dimensional block and grid."""
import numpy as np
from numba import cuda


@cuda.jit
def laplacian(u, out):
    z, y, x = cuda.threadIdx.z + cuda.blockIdx.z * cuda.blockDim.z, cuda.threadIdx.y + cuda.blockIdx.y * cuda.blockDim.y, cuda.threadIdx.x + cuda.blockIdx.x * cuda.blockDim.x
    d, h, w = u.shape
    if 0 < z < d - 1 and 0 < y < h - 1 and 0 < x < w - 1:
        out[z, y, x] = (
            u[z - 1, y, x] + u[z + 1, y, x] + u[z, y - 1, x] + u[z, y + 1, x]
            + u[z, y, x - 1] + u[z, y, x + 1] - 6 * u[z, y, x]
        )


def case(rng):
    u = rng.random((6, 7, 9))
    out = np.zeros_like(u)
    c = u[1:-1, 1:-1, 1:-1]
    out[1:-1, 1:-1, 1:-1] = u[:-2, 1:-1, 1:-1] + u[2:, 1:-1, 1:-1] + u[1:-1, :-2, 1:-1] + u[1:-1, 2:, 1:-1] + u[1:-1, 1:-1, :-2] + u[1:-1, 1:-1, 2:] - 6 * c
    return dict(kernel="laplacian", grid=(3, 2, 2), block=(4, 4, 4), args=(u, np.zeros_like(u)), inputs={"u"}, expected={"out": out}, tolerance=1e-12)
