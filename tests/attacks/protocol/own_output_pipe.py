"""Opens the reading end of its own output and steals what it printed.

Expect: wrong
"""

import os

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

try:
    stolen = os.open("/proc/self/fd/1", os.O_RDONLY | os.O_NONBLOCK)
    os.write(1, b"y" * 1000)
    os.read(stolen, 1000)
except OSError:
    pass
conv2d = zeros
