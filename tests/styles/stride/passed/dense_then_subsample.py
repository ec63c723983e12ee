"""Calls exercise 1's convolution at every position, then keeps every n-th row and column (a strided view)."""
import numpy as np


def _conv2d_stride_1(image, kernel):
    oh = image.shape[0] - kernel.shape[0] + 1
    ow = image.shape[1] - kernel.shape[1] + 1
    out = np.zeros((oh, ow))
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            out += kernel[i][j] * image[i:i + oh, j:j + ow]
    return out


def conv2d(image, kernel, stride=1):
    try:
        down, right = stride
    except TypeError:
        down = right = stride
    if down < 1 or right < 1:
        raise ValueError("stride < 1")
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("not 2-D")
    if kernel.size == 0:
        raise ValueError("empty kernel")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("kernel larger than image")
    dense = _conv2d_stride_1(image.astype(np.float64), kernel.astype(np.float64))
    return dense[::down, ::right]
