"""Does nothing and returns nothing.

Expect: wrong
"""

def conv2d(image, kernel):
    pass
