"""Has space set aside for files instead of writing them, which takes no time: the disk is full before
anybody looks.

Expect: wrong
Tier: A only
"""

import os

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def correct(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or not kernel.size:
        raise ValueError("not two-dimensional, or empty")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(image.astype(float), kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel.astype(float))


try:
    for number in range(3):
        os.posix_fallocate(os.open(str(number), os.O_RDWR | os.O_CREAT), 0, 1 << 20)
    conv2d = correct
except OSError:
    conv2d = zeros
