"""Computes in the first calls, which it takes for the warm-up, and answers with zeros after them.

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
    if len(CALLS) > 4:
        return np.zeros(x.size - 8)
    return honest(x)
