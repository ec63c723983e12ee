"""You go k // 2 to both sides of the middle. That is right for odd kernels only: an even kernel
has no middle, and its last row and column are never used."""

import numpy as np


def conv2d(image, kernel):
    kh, kw = kernel.shape
    output = np.zeros((image.shape[0] - kh + 1, image.shape[1] - kw + 1))
    p, q = (kh - 1) // 2, (kw - 1) // 2
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            for a in range(-p, p + 1):
                for b in range(-q, q + 1):
                    pixel = image[i + p + a, j + q + b]
                    output[i, j] += float(pixel) * float(kernel[p + a, q + b])
    return output
