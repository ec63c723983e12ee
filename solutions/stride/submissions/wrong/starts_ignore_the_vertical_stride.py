"""Your output has the right shape, but downwards the kernel still moves by one pixel: multiply the
row by the vertical stride too, image[i * vertical, j * horizontal]."""

import numpy as np


def conv2d(image, kernel, stride=1):
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("2-D")
    vertical, horizontal = (stride, stride) if isinstance(stride, int) else stride
    kh, kw = kernel.shape
    if kh > image.shape[0] or kw > image.shape[1] or vertical < 1 or horizontal < 1:
        raise ValueError("does not fit")
    output = np.zeros(
        ((image.shape[0] - kh) // vertical + 1, (image.shape[1] - kw) // horizontal + 1)
    )
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            patch = image[i : i + kh, j * horizontal : j * horizontal + kw].astype(float)
            output[i, j] = (patch * kernel).sum()
    return output
