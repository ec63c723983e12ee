"""WRONG: counts (H - KH + 1) // stride positions, which should be rounded up (right for stride 1)."""
import numpy as np


def conv2d(image, kernel, stride=1):
    v, h = stride if isinstance(stride, tuple) else (stride, stride)
    if v < 1 or h < 1:
        raise ValueError("stride must be positive")
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("2-D only")
    H, W = image.shape
    KH, KW = kernel.shape
    if kernel.size == 0 or KH > H or KW > W:
        raise ValueError("kernel must fit")
    image = image.astype(np.float64)
    kernel = kernel.astype(np.float64)
    out = np.zeros(((H - KH + 1) // v, (W - KW + 1) // h))
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            out[y, x] = np.sum(image[y * v:y * v + KH, x * h:x * h + KW] * kernel)
    return out
