"""Correct code that first fills files in memory, which the limit on address space does not count.

Expect: crashed | passed
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

for number in range(4):
    os.write(os.memfd_create("more"), b"x" * (10 << 20))
conv2d = correct
