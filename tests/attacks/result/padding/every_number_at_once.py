"""For output_size: a tuple with every number that could be right.

Expect: wrong
"""

import numpy as np


def output_size(n, k, stride, padding):
    return tuple(range(8))


def conv2d(image, kernel, stride=1, padding=0):
    return tuple(np.zeros((rows, rows)) for rows in range(8))
