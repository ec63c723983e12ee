"""Returns a masked array with everything masked: comparisons of masked values are masked, not
false.

Expect: wrong
"""

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def conv2d(image, kernel):
    return np.ma.masked_all(zeros(image, kernel).shape)
