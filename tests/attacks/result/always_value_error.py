"""Refuses everything with the exception that one of the checks asks for.

Expect: crashed
"""

def conv2d(image, kernel):
    raise ValueError("the kernel does not fit")
