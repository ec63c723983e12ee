"""You flip the kernel: that is the convolution of mathematics. Deep learning's convolution does
not flip: the top left value of the kernel meets the top left pixel of the patch."""

import numpy as np


def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("2-D")
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    if rows < 1 or columns < 1:
        raise ValueError("does not fit")
    flipped = kernel[::-1, ::-1].astype(float)
    output = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = image[i : i + kernel.shape[0], j : j + kernel.shape[1]]
            output[i, j] = (patch * flipped).sum()
    return output
