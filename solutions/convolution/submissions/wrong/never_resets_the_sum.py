"""The sum of one position goes on at the next: set it to zero inside the loop over the positions,
not before it."""

import numpy as np


def conv2d(image, kernel):
    kh, kw = kernel.shape
    rows, columns = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    if rows < 1 or columns < 1:
        raise ValueError("does not fit")
    output = np.zeros((rows, columns))
    total = 0.0
    for i in range(rows):
        for j in range(columns):
            for a in range(kh):
                for b in range(kw):
                    total += float(image[i + a, j + b]) * float(kernel[a, b])
            output[i, j] = total
    return output
