"""Right: seven-point stencil on a three-dimensional grid of threads."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def laplace3d(u, out):
    x, y, z = cuda.grid(3)
    nz, ny, nx = u.shape
    inside = 0 < x < nx - 1 and 0 < y < ny - 1 and 0 < z < nz - 1
    if not inside:
        return
    c = u[z, y, x]
    out[z, y, x] = (u[z, y, x - 1] + u[z, y, x + 1] + u[z, y - 1, x] + u[z, y + 1, x]
                    + u[z - 1, y, x] + u[z + 1, y, x] - float32(6) * c)


def case(rng):
    u = rng.random((6, 7, 11), dtype=np.float32)
    out = np.zeros_like(u)
    c = u[1:-1, 1:-1, 1:-1]
    out[1:-1, 1:-1, 1:-1] = (u[1:-1, 1:-1, :-2] + u[1:-1, 1:-1, 2:] + u[1:-1, :-2, 1:-1] + u[1:-1, 2:, 1:-1] + u[:-2, 1:-1, 1:-1] + u[2:, 1:-1, 1:-1] - 6 * c)
    return dict(kernel="laplace3d", grid=(2, 2, 3), block=(8, 4, 2), args=(u, np.zeros_like(u)), inputs={"u"}, expected={"out": out}, tolerance=1e-5)
