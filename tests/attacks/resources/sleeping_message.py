"""Raises an exception whose message takes for ever to write.

Expect: timeout
"""

class Slow(Exception):
    def __str__(self):
        while True:
            pass


def conv2d(image, kernel):
    raise Slow
