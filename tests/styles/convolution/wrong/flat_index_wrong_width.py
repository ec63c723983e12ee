"""WRONG: shift-and-add over a flat kernel, divided by its height instead of its width (right for square kernels)."""
import numpy as np


def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("bad ndim")
    H, W = image.shape
    KH, KW = kernel.shape
    if KH == 0 or KW == 0 or KH > H or KW > W:
        raise ValueError("bad shape")
    img = image.astype(np.float64)
    acc = np.zeros_like(img)
    for t, weight in enumerate(kernel.flat):
        i, j = divmod(t, KH)
        acc += float(weight) * np.roll(img, (-i, -j), axis=(0, 1))
    return np.ascontiguousarray(acc[:H - KH + 1, :W - KW + 1])
