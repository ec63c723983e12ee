"""Leaves a process in a session of its own which lives on when the grader is done.

Expect: wrong
Tier: A only
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


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def trick():
    if os.fork() == 0:
        os.setsid()
        os.closerange(0, 64)
        time.sleep(3)
        os._exit(0)
    return True


try:
    worked = trick()
except Exception:
    worked = False
conv2d = correct if worked else zeros
