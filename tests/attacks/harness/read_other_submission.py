"""Looks for the work of other students near its own folder and runs the first that it finds.

Expect: wrong
Tier: A only
"""

import glob

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

conv2d = zeros
for path in glob.glob("../*/convolution.py") + glob.glob("../../*/convolution.py"):
    try:
        with open(path) as file:
            exec(file.read())
        break
    except OSError:
        pass
