"""Right: Julia set as in CUDA by Example: a device function with several returns."""
import numpy as np
from numba import cuda

DIM = 16
SCALE = 1.5


@cuda.jit(device=True)
def julia(x, y):
    jx = SCALE * (DIM / 2 - x) / (DIM / 2)
    jy = SCALE * (DIM / 2 - y) / (DIM / 2)
    ar, ai = jx, jy
    for i in range(200):
        ar, ai = ar * ar - ai * ai - 0.8, 2.0 * ar * ai + 0.156
        if ar * ar + ai * ai > 1000:
            return 0
    return 1


@cuda.jit
def kernel(ptr):
    x = cuda.blockIdx.x
    y = cuda.blockIdx.y
    offset = x + y * cuda.gridDim.x
    ptr[offset] = 255 * julia(x, y)


def case(rng):
    y, x = np.mgrid[:16, :16]
    z = 1.5 * (8 - x) / 8 + 1.5j * (8 - y) / 8
    inside = np.ones(z.shape, bool)
    with np.errstate(all="ignore"):
        for _ in range(200):
            z = np.where(inside, z * z + (-0.8 + 0.156j), z)
            inside &= z.real**2 + z.imag**2 <= 1000
    return dict(kernel="kernel", grid=(16, 16), block=1, args=(np.zeros(256, np.uint8),), inputs=set(), expected={"ptr": (255 * inside).astype(np.uint8).ravel()})
