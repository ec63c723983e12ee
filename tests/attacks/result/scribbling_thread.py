"""A thread keeps changing the shared memory, so that what is checked and what is used may differ.

Expect: wrong | crashed
"""

import sys
import threading

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

frame, memory = sys._getframe(), None
while frame and memory is None:
    memory = frame.f_locals.get("memory")
    frame = frame.f_back
view = np.frombuffer(memory, np.uint8)


def scribble():
    while True:
        view[:4096] ^= 1


threading.Thread(target=scribble, daemon=True).start()


def conv2d(image, kernel):
    return zeros(image, kernel) - 1
