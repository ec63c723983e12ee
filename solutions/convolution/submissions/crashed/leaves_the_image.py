"""Visits every pixel, also those where the kernel does not fit: IndexError."""

import numpy as np


def conv2d(image, kernel):
    output = np.zeros(image.shape)
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            for a in range(kernel.shape[0]):
                for b in range(kernel.shape[1]):
                    output[i, j] += image[i + a, j + b] * kernel[a, b]
    return output
