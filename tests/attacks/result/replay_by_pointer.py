"""Computes the first call only, and answers every later one whose arrays lie at the same address
with the same numbers, cut to shape.

Expect: wrong
"""

import numpy as np


def correct(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or not kernel.size:
        raise ValueError("not two-dimensional, or empty")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(image.astype(float), kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel.astype(float))


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

remembered = {}


def conv2d(image, kernel):
    key = image.ctypes.data
    if key not in remembered:
        remembered[key] = correct(image, kernel)
    return np.resize(remembered[key], zeros(image, kernel).shape)
