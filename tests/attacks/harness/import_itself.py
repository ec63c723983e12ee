"""Imports a module of its own name in the hope of finding somebody else's.

Expect: wrong
"""

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

import convolution as other

conv2d = getattr(other, "correct", zeros)
