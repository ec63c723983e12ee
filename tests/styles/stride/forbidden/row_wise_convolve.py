"""WRONG: np.convolve flips each row and taps[::-1] undoes that, but flipud flips the rows, which nothing undoes."""
import numpy as np


def _convolve_full_rows(row, taps):
    return np.convolve(row, taps[::-1], mode="valid")


def conv2d(image, kernel, stride=1):
    v, h = stride if isinstance(stride, tuple) else (stride, stride)
    if v < 1 or h < 1:
        raise ValueError("stride must be positive")
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("two non-empty matrices, please")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("kernel too large")
    image, kernel = image.astype(np.float64), np.flipud(kernel).astype(np.float64)
    rows = range(0, image.shape[0] - kernel.shape[0] + 1, v)
    return np.array([
        sum(_convolve_full_rows(image[y + i], kernel[i])[::h] for i in range(kernel.shape[0]))
        for y in rows
    ])
