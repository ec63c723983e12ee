"""Waits for somebody to type something.

Expect: crashed
"""

def conv2d(image, kernel):
    return input("password: ")
