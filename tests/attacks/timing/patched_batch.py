"""Replaces the loop that makes the timed calls by one that answers without calling.

Expect: slow | wrong | crashed
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
    inside = next((m for m in list(sys.modules.values()) if hasattr(m, "Batch")), None)
    if inside is not None:

        def run(self):
            values = []
            for args, out in zip(self._args, self._outs):
                values.append(inside._result(args[0][:-8], self._memory, out)[0])
            return {"values": values}

        inside.Batch.run = run
    return honest(x)
