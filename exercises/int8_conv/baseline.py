"""Where exercise 12 starts: exercise 4 on integers, in numpy. Right, readable, slow.

This is what your speed is compared with where there is no model solution.
"""

from typing import Any

import numpy as np


def qlinear_conv(
    x: np.ndarray,
    x_scale: np.float32,
    x_zero_point: np.integer,
    w: np.ndarray,
    w_scale: np.ndarray,
    w_zero_point: np.ndarray,
    y_scale: np.float32,
    y_zero_point: np.integer,
    b: np.ndarray,
    stride: int = 1,
    padding: int = 0,
) -> np.ndarray:
    """A layer in 8 bits, one position of the kernel after the other. Shapes as in the task."""
    pixels = x.astype(np.int32) - np.int32(x_zero_point)
    weights = w.astype(np.int32) - w_zero_point.astype(np.int32).reshape(-1, 1, 1, 1)
    padded = np.pad(pixels, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    filters, _, kh, kw = w.shape
    rows = (padded.shape[2] - kh) // stride + 1
    columns = (padded.shape[3] - kw) // stride + 1
    sums = np.zeros((len(x), filters, rows, columns), np.int32)
    for i in range(kh):
        for j in range(kw):
            below, beyond = i + rows * stride, j + columns * stride
            patch = padded[:, :, i:below:stride, j:beyond:stride]
            sums += np.einsum("nchw,mc->nmhw", patch, weights[:, :, i, j])
    sums += b.reshape(-1, 1, 1)
    multiplier = (x_scale * w_scale / y_scale).reshape(-1, 1, 1)
    limits: Any = np.iinfo(y_zero_point.dtype)
    y = np.rint(sums.astype(np.float32) * multiplier) + np.float32(y_zero_point)
    results: np.ndarray = np.clip(y, limits.min, limits.max).astype(y_zero_point.dtype)
    return results
