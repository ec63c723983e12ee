"""Installs a trace function that rewrites local variables on the way out.

Expect: wrong
"""

import sys
import threading

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def trace(frame, event, arg):
    if event == "return" and isinstance(arg, np.ndarray):
        frame.f_locals["verdict"] = "passed"
    return trace


sys.settrace(trace)
threading.settrace(trace)
conv2d = zeros
