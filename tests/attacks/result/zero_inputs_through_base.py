"""Zeroes the arguments through the memory under them, which is marked writeable first.

Expect: wrong
"""

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def conv2d(image, kernel):
    for array in (image, kernel):
        base = array
        while isinstance(base.base, np.ndarray):
            base = base.base
        base.flags.writeable = True
        base[...] = 0
    return zeros(image, kernel)
