"""Walks up the stack and looks at every local and global variable for one called "expected".

Expect: wrong
"""

import sys

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def conv2d(image, kernel):
    frame = sys._getframe(1)
    while frame is not None:
        for names in (frame.f_locals, frame.f_globals):
            for name in ("expected", "want", "answer", "reference", "solution"):
                if isinstance(names.get(name), np.ndarray):
                    return names[name]
        frame = frame.f_back
    return zeros(image, kernel)
