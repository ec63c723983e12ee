"""Hooks numpy's protocols, __array_function__ and __array_ufunc__, to answer "equal" to whatever
the grader calls on the result.

Expect: wrong | crashed
"""

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


class Hooked(np.ndarray):
    def __array_function__(self, function, types, args, kwargs):
        return True

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return np.zeros(1)


def conv2d(image, kernel):
    return zeros(image, kernel).view(Hooked)
