"""Threads that burn the processor while its wrong answers are being explained.

Expect: wrong
"""

import threading
import time

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def burn():
    end = time.monotonic() + 0.2
    while time.monotonic() < end:
        sum(range(1000))


for _ in range(8):
    threading.Thread(target=burn, daemon=True).start()


def conv2d(image, kernel):
    return zeros(image, kernel) + 0.5
