"""Replaces built-in functions that the code around it uses.

Expect: wrong | crashed
"""

import builtins

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

builtins.isinstance = lambda *args: True
builtins.len = lambda *args: 0
builtins.str = lambda *args: "9"
conv2d = zeros
