"""Multiplies polynomials, which is numpy.convolve by another name.

Expect: forbidden
"""

import numpy as np


def checked(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or not kernel.size:
        raise ValueError("not two-dimensional, or empty")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    return image.astype(float), kernel.astype(float)


def slide(row, weights):
    full = np.zeros(len(row) + len(weights) - 1)
    product = np.polymul(row, weights[::-1])
    full[len(full) - len(product) :] = product
    return full[len(weights) - 1 : len(row)]


def conv2d(image, kernel):
    image, kernel = checked(image, kernel)
    rows = range(image.shape[0] - kernel.shape[0] + 1)
    return np.array([sum(slide(image[i + u], kernel[u]) for u in range(len(kernel))) for i in rows])
