"""Looks through the memory that it shares with the grader for values left by somebody else.

Expect: wrong
"""

import sys

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

frame, memory = sys._getframe(), None
while frame and memory is None:
    memory = frame.f_locals.get("memory")
    frame = frame.f_back


def conv2d(image, kernel):
    shape = zeros(image, kernel).shape
    rest = np.frombuffer(memory, np.float64)[4096 : 1 << 17]
    found = rest[np.flatnonzero(rest)]
    return np.resize(found if found.size else [0.0], shape)
