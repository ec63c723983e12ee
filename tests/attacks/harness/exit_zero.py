"""Leaves with exit code 0 as soon as it is called.

Expect: crashed
"""

import sys


def conv2d(image, kernel):
    sys.exit(0)
