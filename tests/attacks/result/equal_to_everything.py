"""Returns an array of a class that says it equals everything.

Expect: wrong
"""

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


class Equal(np.ndarray):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = None

    def all(self, *args, **kwargs):
        return True


def conv2d(image, kernel):
    return zeros(image, kernel).view(Equal)
