"""An exception with a thousand exceptions in it.

Expect: crashed
"""

def conv2d(image, kernel):
    raise ExceptionGroup("g" * 3000, [ValueError("x")] * 1000)
