"""Says that it must not be dumped, so that other users cannot see its open files; and wants a core
for itself alone.

Expect: wrong
Tier: A only
"""

import ctypes

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


libc = ctypes.CDLL(None)
dumpable, core = libc.prctl(4, 0, 0, 0, 0), libc.prctl(62, 1, 0, 0, 0)
conv2d = correct if 0 in (dumpable, core) else zeros
