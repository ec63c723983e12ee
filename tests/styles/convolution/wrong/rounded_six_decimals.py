"""WRONG: tidies the result up to six decimals."""
import numpy as np


def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("need 2-D")
    if kernel.size == 0 or kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("kernel too large or empty")
    view = np.lib.stride_tricks.sliding_window_view(image.astype(np.float64), kernel.shape)
    result = np.tensordot(view, kernel.astype(np.float64), 2)
    return np.round(result, 6)  # no ugly 0.30000000000000004
