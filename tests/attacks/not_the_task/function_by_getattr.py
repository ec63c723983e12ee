"""Has numpy.correlate do the inner loop, by a text.

Expect: forbidden
"""

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def checked(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or not kernel.size:
        raise ValueError("not two-dimensional, or empty")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    return image.astype(float), kernel.astype(float)


slide = getattr(np, "corr" + "elate")


def conv2d(image, kernel):
    image, kernel = checked(image, kernel)
    rows = range(image.shape[0] - kernel.shape[0] + 1)
    return np.array([sum(slide(image[i + u], kernel[u], "valid") for u in range(len(kernel))) for i in rows])
