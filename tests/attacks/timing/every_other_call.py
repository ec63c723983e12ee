"""Computes every other call only, and hopes that not all of them are looked at.

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


CALLS = []


def blur(x):
    CALLS.append(1)
    if x.size > 1000 and len(CALLS) % 2:
        return np.zeros(x.size - 8)
    return honest(x)
