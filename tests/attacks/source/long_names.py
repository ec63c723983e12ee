"""An exception with a name of a hundred thousand letters and a message of a million.

Expect: crashed
"""

def conv2d(image, kernel):
    raise type("E" * 100_000, (Exception,), {})("m" * 10**6)
