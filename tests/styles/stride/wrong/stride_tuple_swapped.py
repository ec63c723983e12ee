"""WRONG: reads a stride tuple as (x, y) like OpenCV's sizes, so only unequal strides go wrong."""
import numpy as np


def conv2d(image, kernel, stride=1):
    try:
        sx, sy = stride
    except TypeError:
        sx = sy = stride
    if sx < 1 or sy < 1:
        raise ValueError("stride")
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("shape")
    kh, kw = kernel.shape
    if kh > image.shape[0] or kw > image.shape[1]:
        raise ValueError("size")
    w = np.lib.stride_tricks.sliding_window_view(image.astype("d"), (kh, kw))[::sy, ::sx]
    return np.tensordot(w, kernel.astype("d"))
