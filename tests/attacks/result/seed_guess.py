"""Guesses the seed, draws from the same generator as the grader, and returns what it draws.

Expect: wrong
"""

import zlib

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def conv2d(image, kernel):
    shape = zeros(image, kernel).shape
    for seed in range(20):
        rng = np.random.default_rng([seed, zlib.crc32(b"every_position/square")])
        guess = rng.integers(-9, 10, image.shape)
        if np.array_equal(guess, image):
            return rng.integers(-9, 10, shape).astype(float)
    return np.random.default_rng(7).integers(-9, 10, shape).astype(float)
