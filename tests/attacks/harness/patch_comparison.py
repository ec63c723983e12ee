"""Replaces numpy's comparisons by functions that always agree.

Expect: wrong
"""

import numpy.testing

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

for module in (np, np.testing):
    for name in ("allclose", "array_equal", "isclose", "assert_allclose", "assert_array_equal"):
        if hasattr(module, name):
            setattr(module, name, lambda *args, **kwargs: True)
conv2d = zeros
