"""Imports the grader itself and replaces its judge and its scores.

Expect: wrong | crashed
"""

import sys

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

sys.path.insert(0, sys.argv[1])
try:
    import grader.score

    grader.score.score = lambda points, results: (points, points)
    grader.score.overall = lambda results: "passed"
except (ImportError, OSError):
    pass
conv2d = zeros
