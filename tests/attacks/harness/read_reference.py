"""Reads the reference and the hidden checks and prints them into its report.

Expect: wrong
Tier: A only
"""

import sys

import numpy as np


def course():
    """The course's folder: the worker's command line names it."""
    return sys.argv[2]


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

for name in ("solutions/reference.py", "solutions/convolution/checks.py", "course.yml"):
    try:
        with open(f"{course()}/{name}") as file:
            print(file.read())
    except OSError as error:
        print(error.strerror)
conv2d = zeros
