"""Never returns from its first call.

Expect: timeout
"""

def conv2d(image, kernel):
    while True:
        pass
