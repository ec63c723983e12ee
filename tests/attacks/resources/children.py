"""Correct code that starts twenty processes which sleep, in its own process group.

Expect: crashed | passed
"""

import os
import time

import numpy as np


def correct(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or not kernel.size:
        raise ValueError("not two-dimensional, or empty")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(image.astype(float), kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel.astype(float))

for _ in range(20):
    if os.fork() == 0:
        time.sleep(3)
        os._exit(0)
conv2d = correct
