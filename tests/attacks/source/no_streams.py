"""Removes its standard streams and the builtins that write to them.

Expect: wrong
"""

import builtins
import sys

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

sys.stdout = sys.stderr = None
builtins.print = None
conv2d = zeros
