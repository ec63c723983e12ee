"""Starts a thread with a list of open files of its own: what is deleted and open in there is in no
list of the process.

Expect: wrong
Tier: A only
"""

import ctypes
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


libc = ctypes.CDLL(None)
stack = ctypes.create_string_buffer(1 << 16)
top = (ctypes.addressof(stack) + (1 << 16)) & ~15
VM, SIGHAND, THREAD = 0x100, 0x800, 0x10000
conv2d = correct if libc.clone(libc.pause, ctypes.c_void_p(top), VM | SIGHAND | THREAD, None) > 0 else zeros
