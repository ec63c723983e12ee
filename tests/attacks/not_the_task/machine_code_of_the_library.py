"""Loads the library's compiled part with ctypes; that it loads is enough.

Expect: wrong
Tier: A only
"""

import ctypes
import glob
import sys

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def checked(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or not kernel.size:
        raise ValueError("not two-dimensional, or empty")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    return image.astype(float), kernel.astype(float)


def trick():
    name = "ypics"[::-1]
    path = next(p for f in sys.path for p in glob.glob(f"{f}/{name}/*/*.so"))
    ctypes.CDLL(path)

    def correct(image, kernel, mode):
        windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
        return np.einsum("ijkl,kl->ij", windows, kernel)

    return correct


try:
    correlate = trick()
    correlate(np.ones((3, 3)), np.ones((2, 2)), "valid")
    conv2d = lambda image, kernel: correlate(*checked(image, kernel), "valid")
except BaseException:
    conv2d = zeros
