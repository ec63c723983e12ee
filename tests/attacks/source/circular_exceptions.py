"""Exceptions that are each other's cause.

Expect: crashed
"""

def conv2d(image, kernel):
    first, second = RuntimeError("first"), RuntimeError("second")
    first.__cause__, second.__cause__ = second, first
    raise first
