"""numba: plain C-like loops under @njit, results written column by column into a Fortran-ordered array."""
import numpy as np
from numba import njit


@njit
def _kernel_loop(img, ker, out):
    for x in range(out.shape[1]):
        for y in range(out.shape[0]):
            acc = 0.0
            for i in range(ker.shape[0]):
                for j in range(ker.shape[1]):
                    acc += img[y + i, x + j] * ker[i, j]
            out[y, x] = acc


def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("2-D arrays expected")
    oh = image.shape[0] - kernel.shape[0] + 1
    ow = image.shape[1] - kernel.shape[1] + 1
    if kernel.size == 0 or oh < 1 or ow < 1:
        raise ValueError("kernel is empty or larger than image")
    out = np.empty((oh, ow), order="F")
    _kernel_loop(image.astype(np.float64, order="C"), kernel.astype(np.float64, order="C"), out)
    return out
