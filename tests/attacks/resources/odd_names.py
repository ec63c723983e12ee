"""Correct code that leaves files with names of line feeds, escape codes and bytes that are no
text.

Expect: passed
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

for name in (b"\n", b"\xff\xfe", b"-rf", b"\x1b[2J", b"n" * 255, b" ", b"..."):
    os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
    os.makedirs(name[:200] + b"-folder/" + name)
conv2d = correct
