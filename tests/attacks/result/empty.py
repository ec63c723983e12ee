"""Returns an array without elements: all of none of them are equal to anything.

Expect: wrong
"""

import numpy as np


def conv2d(image, kernel):
    return np.zeros((0, 0))
