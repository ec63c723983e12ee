"""You take the matrix product of patch and kernel (@ or np.dot). Convolution multiplies value by
value: use *, then .sum()."""

import numpy as np


def conv2d(image, kernel):
    kh, kw = kernel.shape
    rows, columns = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    if rows < 1 or columns < 1:
        raise ValueError("does not fit")
    output = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = image[i : i + kh, j : j + kw].astype(float)
            output[i, j] = (patch @ kernel).sum() if kh == kw else (patch * kernel).sum()
    return output
