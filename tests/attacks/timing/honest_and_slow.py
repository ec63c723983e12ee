"""Honest and slow: gets nothing for its speed.

Expect: slow
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
    return honest(x)
