"""Grows a file beyond its limit.

Expect: crashed
"""

def conv2d(image, kernel):
    with open("large", "wb") as file:
        file.truncate(200 << 20)
    raise RuntimeError
