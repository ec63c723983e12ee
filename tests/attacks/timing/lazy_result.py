"""Gives an object that would compute its numbers only when somebody compares them.

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


class Lazy(np.ndarray):
    def __array__(self, *args, **kwargs):
        return honest(self)

    def __getitem__(self, key):
        return honest(np.asarray(self))[key]


def blur(x):
    if x.size < 1000:
        return honest(x)
    return x[:-8].view(Lazy)
