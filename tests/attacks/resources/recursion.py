"""Calls itself without an end.

Expect: crashed
"""

def conv2d(image, kernel):
    return conv2d(image, kernel)
