"""Each product replaces the one before it: you write = where the sum needs +=. Only the bottom right
value of the kernel is left in the output."""

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
            for a in range(kh):
                for b in range(kw):
                    output[i, j] = float(image[i + a, j + b]) * float(kernel[a, b])
    return output
