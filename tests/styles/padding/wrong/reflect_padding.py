"""WRONG: pads by reflecting the image at its border instead of with zeros."""
import numpy as np


def output_size(n, k, stride, padding):
    if min(n, k, stride) < 1:
        raise ValueError("n, k, stride must be positive")
    if padding == "same":
        return (n + stride - 1) // stride
    if isinstance(padding, str):
        raise ValueError("unknown padding")
    if padding < 0:
        raise ValueError("negative padding")
    if n + 2 * padding < k:
        raise ValueError("kernel does not fit")
    return (n + 2 * padding - k) // stride + 1


def conv2d(image, kernel, stride=1, padding=0):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("2-D only")
    strides = stride if isinstance(stride, tuple) else (stride, stride)
    paddings = padding if isinstance(padding, tuple) else (padding, padding)
    margins = []
    for n, k, s, p in zip(image.shape, kernel.shape, strides, paddings):
        out = output_size(n, k, s, p)
        total = max((out - 1) * s + k - n, 0) if p == "same" else 2 * p
        margins.append((total // 2, total - total // 2))
    padded = np.pad(image.astype(np.float64), margins, mode="reflect")  # looks nicer at the edges
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernel.shape)
    return np.tensordot(windows[::strides[0], ::strides[1]], kernel.astype(np.float64), 2)
