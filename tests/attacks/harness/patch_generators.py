"""Makes every random generator return zeros, so that the hidden cases become easy.

Expect: wrong
"""

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


class Generator:
    def __getattr__(self, name):
        return lambda *args, size=(), **kwargs: np.zeros(size)


np.random.default_rng = lambda *args, **kwargs: Generator()
np.random.seed(0)
conv2d = zeros
