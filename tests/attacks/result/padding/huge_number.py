"""For output_size: a number of 5000 digits, which takes long to print and longer to compare.

Expect: wrong
"""

def output_size(n, k, stride, padding):
    return 10**5000


def conv2d(image, kernel, stride=1, padding=0):
    return 10**5000
