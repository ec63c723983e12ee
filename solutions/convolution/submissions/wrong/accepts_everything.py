"""You never look at the shapes: a kernel that does not fit gives an empty or meaningless answer
instead of a ValueError."""

import numpy as np


def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2:
        return np.zeros((0, 0))
    kh, kw = kernel.shape
    rows, columns = max(image.shape[0] - kh + 1, 0), max(image.shape[1] - kw + 1, 0)
    output = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            output[i, j] = (image[i : i + kh, j : j + kw].astype(float) * kernel).sum()
    return output
