"""WRONG: as_strided with C-order strides, but astype keeps the Fortran layout of a transposed image."""
import numpy as np
from numpy.lib.stride_tricks import as_strided


def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("2-D arrays please")
    H, W = image.shape
    KH, KW = kernel.shape
    if kernel.size == 0 or KH > H or KW > W:
        raise ValueError("kernel does not fit into image")
    img = image.astype(np.float64)
    s = img.itemsize
    windows = as_strided(img, shape=(H - KH + 1, W - KW + 1, KH, KW), strides=(W * s, s, W * s, s))
    return np.einsum("abij,ij->ab", windows, kernel.astype(np.float64))
