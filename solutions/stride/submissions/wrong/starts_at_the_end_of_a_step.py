"""You take a step before the first stop, so that the kernel starts at stride - 1. It starts in the
top left corner, at 0: [::stride], not [stride - 1::stride]."""

import numpy as np


def conv2d(image, kernel, stride=1):
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("2-D")
    (h, w), (kh, kw) = image.shape, kernel.shape
    sv, sh = (stride, stride) if isinstance(stride, int) else stride
    if kh > h or kw > w or sv < 1 or sh < 1:
        raise ValueError("does not fit")
    dense = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(dense.shape[0]):
        for j in range(dense.shape[1]):
            dense[i, j] = (image[i : i + kh, j : j + kw].astype(float) * kernel).sum()
    return dense[sv - 1 :: sv, sh - 1 :: sh]
