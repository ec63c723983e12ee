"""Shortens the shared memory: whoever reads it then dies of SIGBUS.

Expect: wrong
"""

import os

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def conv2d(image, kernel):
    for fd in range(3, 50):
        try:
            os.ftruncate(fd, 0)
        except OSError:
            pass
    return zeros(image, kernel)
