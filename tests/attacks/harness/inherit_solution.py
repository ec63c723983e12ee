"""Searches every folder of the module path and its parents for a solution to inherit from.

Expect: wrong
Tier: A only
"""

import glob
import sys

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

conv2d = zeros
for entry in [sys.argv[1], sys.argv[2], "..", "../.."]:
    for path in glob.glob(f"{entry}/solutions/convolution/*.py"):
        try:
            with open(path) as file:
                exec(file.read())
        except Exception:
            pass
