"""Starts threads that sleep, with small stacks: thousands of them fit into the memory that it has.

Expect: crashed
Tier: A only
"""

import threading
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


threading.stack_size(1 << 15)
for _ in range(1500):
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
time.sleep(0.2)
conv2d = correct
