"""Asks for 16 GB and writes to what it gets.

Expect: crashed
"""

import numpy as np


def conv2d(image, kernel):
    return np.ones(2 << 30)
