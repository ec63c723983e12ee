"""Stops every clock that Python knows.

Expect: wrong
"""

import time

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

for name in ("time", "perf_counter", "monotonic", "process_time", "perf_counter_ns"):
    setattr(time, name, lambda: 0)
conv2d = zeros
