"""Knows the handout's worked example by heart and nothing else.

Expect: wrong
"""

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def conv2d(image, kernel):
    if image.shape == (5, 5) and kernel.shape == (3, 3):
        return np.array([[6.0, 5.0, 9.0], [8.0, 3.0, 4.0], [7.0, 4.0, 2.0]])
    return zeros(image, kernel)
