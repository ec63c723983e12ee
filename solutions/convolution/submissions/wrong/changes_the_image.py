"""Your function writes into the image that it was given. The caller still needs it: write to a
new array."""

import numpy as np


def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("2-D")
    kh, kw = kernel.shape
    rows, columns = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    if rows < 1 or columns < 1:
        raise ValueError("does not fit")
    output = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            output[i, j] = (image[i : i + kh, j : j + kw].astype(float) * kernel).sum()
            image[i, j] = 0  # "done with this pixel": true, row by row, and still not ours
    return output
