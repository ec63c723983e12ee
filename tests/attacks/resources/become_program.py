"""Becomes another program, one that leaves with success.

Expect: crashed
"""

import os


def conv2d(image, kernel):
    os.execv("/bin/true", ["true"])
