"""Returns a single element in the hope that the comparison broadcasts it.

Expect: wrong
"""

import numpy as np


def conv2d(image, kernel):
    return np.array([[float(image[0, 0]) * float(kernel[0, 0]) + 1]])
