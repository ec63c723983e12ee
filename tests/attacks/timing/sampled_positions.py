"""Computes every other value and takes the mean of its neighbours for the others.

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
    result = honest(x)
    result[1:-1:2] = (result[:-2:2] + result[2::2]) / 2
    return result
