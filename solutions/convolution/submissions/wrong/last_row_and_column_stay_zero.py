"""Your loops end one position early: the output has the right shape, but its last row and its last
column stay zero. range(rows) already ends at rows - 1."""

import numpy as np


def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("2-D")
    kh, kw = kernel.shape
    rows, columns = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    if rows < 1 or columns < 1:
        raise ValueError("does not fit")
    output = np.zeros((rows, columns))
    for i in range(rows - 1):
        for j in range(columns - 1):
            output[i, j] = (image[i : i + kh, j : j + kw].astype(float) * kernel).sum()
    return output
