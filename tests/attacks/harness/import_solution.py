"""Puts the course on the path of modules and imports the model solution.

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

sys.path[:0] = [course(), *getattr(sys.modules.get("grader"), "__path__", [])]
try:
    conv2d = importlib.import_module("solutions.convolution.convolution").conv2d
except ImportError:
    conv2d = zeros
