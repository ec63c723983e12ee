"""Looks through the frames of all threads for arrays.

Expect: wrong
"""

import sys

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def conv2d(image, kernel):
    shape = zeros(image, kernel).shape
    for frame in sys._current_frames().values():
        while frame is not None:
            for value in frame.f_locals.values():
                if isinstance(value, np.ndarray) and value is not image and value.shape == shape:
                    if value is not kernel:
                        return value
            frame = frame.f_back
    return np.full(shape, 0.25)
