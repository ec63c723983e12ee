"""You multiply by the transposed kernel: rows and columns of the kernel are swapped. The value
kernel[i, j] belongs to the pixel i rows down and j columns to the right."""

import numpy as np


def conv2d(image, kernel):
    kernel = kernel.T.astype(float)
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    if rows < 1 or columns < 1:
        raise ValueError("does not fit")
    output = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = image[i : i + kernel.shape[0], j : j + kernel.shape[1]]
            output[i, j] = (patch * kernel).sum()
    return output
