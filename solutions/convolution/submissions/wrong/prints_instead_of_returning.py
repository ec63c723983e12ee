"""Your function prints the result and returns None. Only what follows `return` comes back."""

import numpy as np


def conv2d(image, kernel):
    kh, kw = kernel.shape
    output = np.zeros((image.shape[0] - kh + 1, image.shape[1] - kw + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = (image[i : i + kh, j : j + kw].astype(float) * kernel).sum()
    print(output)
