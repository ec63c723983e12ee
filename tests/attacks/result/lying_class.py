"""Returns an object that calls itself an ndarray and does its work only when it is converted.

Expect: wrong | crashed
"""

import numpy as np


class Lazy:
    __class__ = property(lambda self: np.ndarray)

    def __init__(self, image, kernel):
        self.work = image, kernel

    def __array__(self, *args, **kwargs):
        return np.zeros((1, 1))


def conv2d(image, kernel):
    return Lazy(image, kernel)
