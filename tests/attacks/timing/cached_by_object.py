"""Remembers its answer by the identity of the object.

Expect: slow | wrong
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


KNOWN = {}


def blur(x):
    if id(x) not in KNOWN:
        KNOWN[id(x)] = honest(x)
    return KNOWN[id(x)]
