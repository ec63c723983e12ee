"""WRONG: widens integers to int16 ("a pixel fits"), but the product of two bytes does not."""
import numpy as np


def conv2d(image, kernel, stride=1):
    sy, sx = (stride, stride) if isinstance(stride, int) else stride
    if sy < 1 or sx < 1:
        raise ValueError("stride")
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("dimensions")
    kh, kw = kernel.shape
    if kh > image.shape[0] or kw > image.shape[1]:
        raise ValueError("kernel too large")
    wide = np.int16 if image.dtype.kind in "iu" and kernel.dtype.kind in "iu" else np.float64
    a, k = image.astype(wide), kernel.astype(wide)
    rows = (image.shape[0] - kh) // sy + 1
    cols = (image.shape[1] - kw) // sx + 1
    out = np.empty((rows, cols))
    for y in range(rows):
        for x in range(cols):
            out[y, x] = (a[y * sy:y * sy + kh, x * sx:x * sx + kw] * k).sum()
    return out
