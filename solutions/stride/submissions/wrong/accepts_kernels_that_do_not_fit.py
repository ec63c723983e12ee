"""A kernel that does not fit into the image gives an empty answer instead of a ValueError."""

import numpy as np


def conv2d(image, kernel, stride=1):
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("2-D")
    (h, w), (kh, kw) = image.shape, kernel.shape
    sv, sh = (stride, stride) if isinstance(stride, int) else stride
    if sv < 1 or sh < 1:
        raise ValueError("stride")
    output = np.zeros((max((h - kh) // sv + 1, 0), max((w - kw) // sh + 1, 0)))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            patch = image[i * sv : i * sv + kh, j * sh : j * sh + kw].astype(float)
            output[i, j] = (patch * kernel).sum()
    return output
