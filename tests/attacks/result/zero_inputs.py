"""Sets both arguments to zero, so that whoever computes from the same arrays gets zeros too.

Expect: wrong
"""

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def conv2d(image, kernel):
    image[...] = 0
    kernel[...] = 0
    return zeros(image, kernel)
