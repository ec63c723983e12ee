"""Claims to be unwritten, in case that unwritten work is not counted against anybody.

Expect: missing
"""

def conv2d(image, kernel):
    raise NotImplementedError
