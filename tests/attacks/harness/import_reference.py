"""Imports the definition from which the expected values come.

Expect: wrong
Tier: A only
"""

import importlib
import sys

import numpy as np


def course():
    """The course's folder: the worker's command line names it."""
    return sys.argv[2]


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

sys.path.insert(0, course())
try:
    convolve = importlib.import_module("solutions.reference")
    conv2d = getattr(convolve, "convolve", zeros)
except ImportError:
    conv2d = zeros
