"""Correct code that starts fifty threads which sleep.

Expect: passed | crashed
"""

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

threading.stack_size(64 << 10)
for _ in range(50):
    threading.Thread(target=time.sleep, args=(5,), daemon=True).start()
conv2d = correct
