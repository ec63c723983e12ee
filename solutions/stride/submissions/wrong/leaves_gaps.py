"""You write to output[i, j], where i and j are pixels of the image, so that your output is too
large, with zeros in between. The next result belongs right beside the last, at [i // stride,
…]."""

import numpy as np


def conv2d(image, kernel, stride=1):
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("2-D")
    (h, w), (kh, kw) = image.shape, kernel.shape
    sv, sh = (stride, stride) if isinstance(stride, int) else stride
    if kh > h or kw > w or sv < 1 or sh < 1:
        raise ValueError("does not fit")
    output = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(0, h - kh + 1, sv):
        for j in range(0, w - kw + 1, sh):
            output[i, j] = (image[i : i + kh, j : j + kw].astype(float) * kernel).sum()
    return output
