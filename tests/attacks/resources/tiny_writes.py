"""Correct code beside threads that print single letters as fast as they can for a while.

Expect: passed
"""

import os
import threading
import time

import numpy as np


def correct(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or not kernel.size:
        raise ValueError("not two-dimensional, or empty")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(image.astype(float), kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel.astype(float))


def flood():
    end = time.monotonic() + 0.3
    while time.monotonic() < end:
        os.write(1, b"x")


for _ in range(4):
    threading.Thread(target=flood, daemon=True).start()
conv2d = correct
