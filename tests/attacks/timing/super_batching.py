"""The first call of a batch does the work of all of them, in the hope that only some are timed.

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

KNOWN = {}


def blur(x):
    key = x.tobytes()
    if key not in KNOWN:
        frame = sys._getframe(1)
        own = frame.f_locals.get("self")
        for args in getattr(own, "_args", []):
            KNOWN[args[0].tobytes()] = honest(args[0])
    return KNOWN[key] if key in KNOWN else honest(x)
