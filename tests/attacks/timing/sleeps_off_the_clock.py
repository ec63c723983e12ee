"""Sleeps between its steps, in the hope that only busy time counts, and is busy all the same.

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


import time


def blur(x):
    result = honest(x)
    time.sleep(0.0001)
    return result
