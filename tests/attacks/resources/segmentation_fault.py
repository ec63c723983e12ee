"""Reads address zero.

Expect: crashed
"""

import ctypes


def conv2d(image, kernel):
    ctypes.string_at(0)
