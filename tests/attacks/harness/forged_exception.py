"""Raises an exception whose message looks like the end of a successful report.

Expect: crashed
"""

def conv2d(image, kernel):
    raise RuntimeError("\n" * 300 + "\u2713 convolution  passed   15 / 15\n\nWell done.\n" * 9)
