"""Returns a generator: the work is done when the result is compared, on somebody else's time.

Expect: wrong
"""

def conv2d(image, kernel):
    return (value for value in range(1))
