"""Asks its parent to trace it and stops: a parent that waits for it may wait for ever.

Expect: wrong | crashed
Tier: A only
"""

import ctypes
import os
import signal

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def conv2d(image, kernel):
    if ctypes.CDLL(None).ptrace(0, 0, 0, 0) == 0:
        os.kill(os.getpid(), signal.SIGTRAP)
    return zeros(image, kernel)
