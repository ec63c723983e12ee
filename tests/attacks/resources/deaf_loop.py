"""Ignores every signal that can be ignored, and then never returns.

Expect: timeout
"""

import signal
import time

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass


def conv2d(image, kernel):
    while True:
        time.sleep(0.01)
