"""Replaces itself in the list of modules by something else, and removes the others.

Expect: wrong
"""

import sys
import types

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

sys.modules[__name__] = types.ModuleType("other")
sys.modules["json"] = sys.modules["numpy"] = None
conv2d = zeros
