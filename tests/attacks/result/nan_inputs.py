"""Writes NaN into its arguments and returns NaN: if the expected values became NaN as well, a
sloppy comparison would be content.

Expect: wrong
"""

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def conv2d(image, kernel):
    for array in (image, kernel):
        array[...] = np.nan if array.dtype.kind == "f" else 0
    return zeros(image, kernel) * np.nan
