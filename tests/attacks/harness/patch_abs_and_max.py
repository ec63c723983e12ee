"""Replaces the ufuncs from which a tolerance is built: every difference is nought.

Expect: wrong
"""

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

for name in ("abs", "absolute", "subtract", "max", "amax", "isfinite", "less_equal"):
    setattr(np, name, lambda *args, **kwargs: np.float64(0))
conv2d = zeros
