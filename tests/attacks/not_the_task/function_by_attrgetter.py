"""Has numpy.correlate do the inner loop, asked for by operator.attrgetter.

Expect: forbidden
"""

import operator

import numpy as np


def checked(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or not kernel.size:
        raise ValueError("not two-dimensional, or empty")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    return image.astype(float), kernel.astype(float)


def by_rows(slide, image, kernel):
    image, kernel = checked(image, kernel)
    rows = range(image.shape[0] - kernel.shape[0] + 1)
    return np.array([sum(slide(image[i + u], kernel[u], "valid") for u in range(len(kernel))) for i in rows])


slide = operator.attrgetter("_core.numeric.correlate")(np)
conv2d = lambda image, kernel: by_rows(slide, image, kernel)
