"""Makes every clock of Python stand still.

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

for name in ("time", "perf_counter", "process_time", "monotonic", "thread_time", "clock_gettime"):
    setattr(time, name, lambda *_: 0.0)
    setattr(time, name + "_ns", lambda *_: 0)


def blur(x):
    return honest(x)
