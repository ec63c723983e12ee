"""You use the stride inside the patch, so that the kernel's own values are spread apart (that is
dilation). The patch stays in one piece; the stride is the way from one patch to the next."""

import numpy as np


def conv2d(image, kernel, stride=1):
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("2-D")
    (h, w), (kh, kw) = image.shape, kernel.shape
    sv, sh = (stride, stride) if isinstance(stride, int) else stride
    if kh > h or kw > w or sv < 1 or sh < 1:
        raise ValueError("does not fit")
    rows, columns = h - (kh - 1) * sv, w - (kw - 1) * sh
    output = np.zeros((max(rows, 0), max(columns, 0)))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            patch = image[i : i + kh * sv : sv, j : j + kw * sh : sh].astype(float)
            output[i, j] = (patch * kernel).sum()
    return output
