"""Computes in half precision, in the hope of a loose tolerance.

Expect: wrong
"""

import numpy as np


def honest(x):
    for _ in range(20):
        n = x.size - 8
        total = x[:n].copy()
        for i in range(1, 9):
            total += x[i : i + n]
        total /= 9.0
    return total


def blur(x):
    if x.size < 1000:
        return honest(x)
    x = x.astype(np.float16)
    n = x.size - 8
    total = x[:n].copy()
    for i in range(1, 9):
        total += x[i : i + n]
    return (total / np.float16(9)).astype(float)
