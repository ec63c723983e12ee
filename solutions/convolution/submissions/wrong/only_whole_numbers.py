"""Your output is an array of whole numbers, so that everything behind the point is cut off. Make it
with np.zeros(shape), without dtype=int."""

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
    return output.astype(int)
