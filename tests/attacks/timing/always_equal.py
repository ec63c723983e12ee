"""Gives an array whose comparisons are always true.

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


class Equal(np.ndarray):
    def __eq__(self, other):
        return True

    __le__ = __lt__ = __ge__ = __gt__ = __eq__


def blur(x):
    if x.size < 1000:
        return honest(x)
    return np.zeros(x.size - 8).view(Equal)
