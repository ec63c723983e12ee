"""Returns at once; a thread fills the result in afterwards.

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


import threading


def blur(x):
    out = np.zeros(x.size - 8)
    if x.size < 1000:
        return honest(x)
    threading.Thread(target=lambda: np.copyto(out, honest(x))).start()
    return out
