"""The kernel jumps by its own size, from block to block. It moves by one pixel at a time, so that
neighbouring patches overlap."""

import numpy as np


def conv2d(image, kernel):
    kh, kw = kernel.shape
    rows, columns = image.shape[0] // kh, image.shape[1] // kw
    if rows < 1 or columns < 1:
        raise ValueError("does not fit")
    output = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = image[i * kh : (i + 1) * kh, j * kw : (j + 1) * kw].astype(float)
            output[i, j] = (patch * kernel).sum()
    return output
