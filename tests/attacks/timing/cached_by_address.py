"""Remembers its answer by the address of the input.

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
    key = x.__array_interface__["data"][0], x.size
    if key not in KNOWN:
        KNOWN[key] = honest(x)
    return KNOWN[key]
