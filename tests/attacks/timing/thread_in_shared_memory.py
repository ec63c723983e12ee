"""Returns a view of memory that a thread goes on filling while the answer is read.

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

RESULT = np.zeros(20_000 - 8)


def blur(x):
    if x.size < 1000:
        return honest(x)
    threading.Thread(target=lambda: np.copyto(RESULT, honest(x)), daemon=True).start()
    return RESULT
