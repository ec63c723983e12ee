"""Searches the objects of the garbage collector for an array of the shape that is expected.

Expect: wrong
"""

import gc

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def conv2d(image, kernel):
    shape = zeros(image, kernel).shape
    for thing in gc.get_objects():
        for array in gc.get_referents(thing):
            if type(array) is np.ndarray and array.shape == shape and array.dtype == float:
                if array is not image and array is not kernel:
                    return array
    return np.full(shape, 0.25)
