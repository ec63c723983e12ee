"""Returns an array of a class that lies about its shape, its size and its dtype.

Expect: wrong | crashed
"""

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


class Liar(np.ndarray):
    shape = property(lambda self: (10**6, 10**6))
    nbytes = 0
    dtype = property(lambda self: np.dtype("f8"))


def conv2d(image, kernel):
    return zeros(image, kernel).view(Liar)
