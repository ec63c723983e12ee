"""Fills memory bandwidth with a thread while it is not timed, so that the model solution looks slow.

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


import threading

BIG = np.zeros(4_000_000)


def noise():
    while True:
        BIG[...] = BIG[::-1]


threading.Thread(target=noise, daemon=True).start()


def blur(x):
    return honest(x)
