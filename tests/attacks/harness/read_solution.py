"""Reads the model solution from the course's folder and runs it.

Expect: wrong
Tier: A only
"""

import sys

import numpy as np


def course():
    """The course's folder: the worker's command line names it."""
    return sys.argv[2]


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

try:
    with open(course() + "/solutions/convolution/convolution.py") as file:
        exec(file.read())
except OSError:
    conv2d = zeros
