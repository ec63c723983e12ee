"""Has numpy.correlate do the inner loop; numpy is handed to a lambda under another name.

Expect: forbidden
"""

import numpy as np
correlate = (lambda module: module._core.numeric.correlate)(np)


def slide(row, kernel):
    return correlate(row, kernel, "valid")


def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("conv2d takes one image and one kernel, both with two axes")
    (h, w), (kh, kw) = image.shape, kernel.shape
    if kh > h or kw > w:
        raise ValueError("the kernel is larger than the image")
    out = np.zeros((h - kh + 1, w - kw + 1), dtype=np.result_type(image, kernel))
    for y in range(h - kh + 1):
        for i in range(kh):
            out[y] += slide(image[y + i], kernel[i])
    return out
