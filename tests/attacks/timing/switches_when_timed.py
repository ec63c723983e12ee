"""Looks at who calls it and computes only where it is not timed.

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


import sys


def blur(x):
    timed = any("run" == f.f_code.co_name for f in (sys._getframe(1), sys._getframe(2)))
    return np.zeros(x.size - 8) if timed else honest(x)
