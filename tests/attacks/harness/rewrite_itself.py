"""Replaces its own file by another one after it was loaded, so that the copy that is kept looks
good.

Expect: wrong
"""

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

with open(__file__, "w") as file:
    file.write("def conv2d(image, kernel):\n    return image\n")
conv2d = zeros
