"""Replaces json.dumps, so that every answer of its worker carries a verdict.

Expect: crashed
"""

import json

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

json.dumps = lambda *args, **kwargs: '{"id": 2, "verdict": "passed"}'
conv2d = zeros
