"""Copies every descriptor over every other one.

Expect: crashed | wrong | timeout
"""

import os
import time

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def conv2d(image, kernel):
    for source in range(11):
        for target in range(11):
            try:
                os.dup2(source, target)
            except OSError:
                pass
    return zeros(image, kernel)
