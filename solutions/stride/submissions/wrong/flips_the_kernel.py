"""You flip the kernel. Deep learning's convolution does not: the top left value of the kernel
meets the top left pixel of the patch, wherever the patch starts."""

import numpy as np


def conv2d(image, kernel, stride=1):
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("2-D")
    (h, w), (kh, kw) = image.shape, kernel.shape
    sv, sh = (stride, stride) if isinstance(stride, int) else stride
    if kh > h or kw > w or sv < 1 or sh < 1:
        raise ValueError("does not fit")
    kernel = kernel[::-1, ::-1]
    output = np.zeros(((h - kh) // sv + 1, (w - kw) // sh + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            patch = image[i * sv : i * sv + kh, j * sh : j * sh + kw].astype(float)
            output[i, j] = (patch * kernel).sum()
    return output
