"""Honest and fast: must pass.

Expect: passed
"""

import numpy as np


def blur(x):
    n = x.size - 8
    total = x[0:n] + x[1 : 1 + n]
    for i in range(2, 9):
        total += x[i : i + n]
    return total / 9.0
