"""WRONG: thinks from the kernel's centre, so with an even kernel size the last row or column is never visited (0)."""
import numpy as np


def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("image and kernel must be 2-D")
    h, w = image.shape
    kh, kw = kernel.shape
    if kernel.size == 0 or kh > h or kw > w:
        raise ValueError("kernel must fit")
    image = image.astype(np.float64)
    kernel = kernel.astype(np.float64)
    ry, rx = kh // 2, kw // 2
    out = np.zeros((h - kh + 1, w - kw + 1))
    for y in range(ry, h - ry):
        for x in range(rx, w - rx):
            top, left = y - ry, x - rx
            out[top, left] = np.sum(image[top:top + kh, left:left + kw] * kernel)
    return out
