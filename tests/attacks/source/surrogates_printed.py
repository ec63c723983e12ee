"""Prints bytes that are no text, and marks that turn the direction of writing.

Expect: wrong
"""

import sys

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def conv2d(image, kernel):
    text = "\ud800 \u202e live \u2066 \u0085"
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
    return zeros(image, kernel)
