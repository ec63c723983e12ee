"""Answers with zeros and lets a thread correct the copy that lies in the shared memory.

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


import gc
import mmap
import sys
import threading


def blur(x):
    if x.size < 1000:
        return honest(x)
    frame = sys._getframe(1)
    while frame is not None and "out" not in frame.f_locals:
        frame = frame.f_back
    if frame is None:
        return honest(x)
    memory = next(o for o in gc.get_objects() if isinstance(o, mmap.mmap))
    place = np.frombuffer(memory, np.float64, x.size - 8, frame.f_locals["out"])
    threading.Thread(target=lambda: np.copyto(place, honest(x)), daemon=True).start()
    return np.zeros(x.size - 8)
