"""Returns an object array whose elements equal everything.

Expect: wrong
"""

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


class Equal:
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__
    __hash__ = None

    def __float__(self):
        return 0.0


def conv2d(image, kernel):
    return np.full(zeros(image, kernel).shape, Equal(), dtype=object)
