"""Looks for the seed in its environment, its arguments, its files and the numbers in memory.

Expect: wrong
"""

import gc
import os
import sys

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def conv2d(image, kernel):
    text = repr(dict(os.environ)) + repr(sys.argv[5:]) + repr(os.listdir("."))
    for thing in gc.get_objects():
        if isinstance(thing, dict) and "seed" in map(str, list(thing)[:50]):
            if isinstance(thing["seed"], int):
                return np.random.default_rng(thing["seed"]).random(image.shape)
    return zeros(image, kernel) - ("seed=" in text)
