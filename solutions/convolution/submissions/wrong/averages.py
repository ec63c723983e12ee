"""You divide by the size of the kernel. Convolution adds the products up; it does not take their
mean (use .sum(), not .mean())."""

import numpy as np


def conv2d(image, kernel):
    kh, kw = kernel.shape
    rows, columns = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    if rows < 1 or columns < 1:
        raise ValueError("does not fit")
    output = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            output[i, j] = (image[i : i + kh, j : j + kw].astype(float) * kernel).mean()
    return output
