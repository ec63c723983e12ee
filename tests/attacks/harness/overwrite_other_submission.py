"""Replaces the work of other students by a file that cannot run.

Expect: wrong
Tier: A only
"""

import glob

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

conv2d = zeros
for pattern in ("../other/convolution.py", "../../other/convolution.py"):
    for path in [*glob.glob(pattern), pattern]:
        try:
            with open(path, "w") as file:
                file.write("1 / 0\n")
        except OSError:
            pass
