"""Deletes its files and closes them, but keeps a page of each in memory: nobody lists them, and the
disk fills all the same.

Expect: crashed | wrong
Tier: A only
"""

import ctypes
import os
import time

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
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]


def keep(size):
    file = os.open("kept", os.O_RDWR | os.O_CREAT)
    for _ in range(size):
        os.write(file, bytes(1 << 20))
    libc.mmap(None, 4096, 1, 1, file, 0)
    os.close(file)
    os.unlink("kept")


try:
    for _ in range(5):
        keep(30)
    time.sleep(0.5)
    conv2d = correct
except OSError:
    conv2d = zeros
