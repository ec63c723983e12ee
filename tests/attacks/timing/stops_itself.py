"""Stops its own process, so that its clock stands still.

Expect: timeout | slow | crashed
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


import os
import signal


def blur(x):
    if x.size > 1000:
        try:
            os.kill(os.getpid(), signal.SIGSTOP)
        except OSError:
            pass
    return honest(x)
