"""WRONG: np.copy keeps the memory order 'K', but the hand-made strides assume C order (wrong for transposed views)."""
import numpy as np


def conv2d(image, kernel, stride=1):
    v, h = stride if isinstance(stride, tuple) else (stride, stride)
    if v < 1 or h < 1:
        raise ValueError("stride < 1")
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("ndim != 2")
    H, W = image.shape
    KH, KW = kernel.shape
    if KH * KW == 0 or KH > H or KW > W:
        raise ValueError("kernel does not fit")
    buffer = np.copy(image).astype(np.float64)  # "now it is contiguous"
    view = np.lib.stride_tricks.as_strided(
        buffer,
        ((H - KH) // v + 1, (W - KW) // h + 1, KH, KW),
        (8 * W * v, 8 * h, 8 * W, 8),
    )
    return (view * kernel.astype(np.float64)).sum(axis=(2, 3))
