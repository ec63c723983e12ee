"""Asks for a better priority and more cores.

Expect: slow | crashed
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

for attempt in (
    lambda: os.nice(-20),
    lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50)),
    lambda: os.sched_setaffinity(0, range(os.cpu_count())),
):
    try:
        attempt()
    except (OSError, AttributeError):
        pass


def blur(x):
    return honest(x)
