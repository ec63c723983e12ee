"""Allocates without filling, in the hope that freed memory still holds the expected values.

Expect: wrong
"""

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def conv2d(image, kernel):
    shape = zeros(image, kernel).shape
    candidates = [np.empty(shape) for _ in range(8)]
    best = max(candidates, key=lambda array: len(np.unique(array)))
    return np.nan_to_num(best) + 0.5
