"""Correct code that leaves folders in folders, deeper than Python recurses and longer than a path.

Expect: passed | crashed
"""

import os

import numpy as np


def correct(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or not kernel.size:
        raise ValueError("not two-dimensional, or empty")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(image.astype(float), kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel.astype(float))

home = os.getcwd()
for _ in range(1100):
    os.mkdir("d")
    os.chdir("d")
os.chdir(home)
conv2d = correct
