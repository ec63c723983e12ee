"""Touches ten megabytes of the shared memory and aborts.

Expect: crashed
"""

import os
import sys

frame, memory = sys._getframe(), None
while frame and memory is None:
    memory = frame.f_locals.get("memory")
    frame = frame.f_back


def conv2d(image, kernel):
    for offset in range(0, 10 << 20, 4096):
        memory[offset] = 1
    os.abort()
