"""Claims another file, another name and another package for itself.

Expect: wrong
"""

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

__file__ = "/solutions/convolution/convolution.py"
__name__ = "solutions.reference"
__package__ = "grader"
conv2d = zeros
conv2d.__module__ = "solutions.reference"
