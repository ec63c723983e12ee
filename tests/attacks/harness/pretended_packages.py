"""Registers itself under the names of the grader's modules.

Expect: wrong
"""

import sys

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

for name in ("grader.checks", "grader.checks.compare", "solutions.reference", "convolution"):
    sys.modules[name] = sys.modules[__name__]
is_convolution = np.testing.assert_allclose = lambda *args, **kwargs: None
conv2d = zeros
