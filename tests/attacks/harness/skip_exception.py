"""Raises what test frameworks use to skip a test.

Expect: crashed
"""

class Skipped(BaseException):
    pass


Skipped.__module__ = "_pytest.outcomes"


def conv2d(image, kernel):
    raise Skipped("not on this machine")
