"""You go k // 2 to both sides of the middle. That is right for odd kernels only: an even kernel
has no middle, and its last row and column are never used."""

import numpy as np


def conv2d(image, kernel, stride=1):
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("2-D")
    (h, w), (kh, kw) = image.shape, kernel.shape
    sv, sh = (stride, stride) if isinstance(stride, int) else stride
    if kh > h or kw > w or sv < 1 or sh < 1:
        raise ValueError("does not fit")
    output = np.zeros(((h - kh) // sv + 1, (w - kw) // sh + 1))
    p, q = (kh - 1) // 2, (kw - 1) // 2
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            for a in range(-p, p + 1):
                for b in range(-q, q + 1):
                    pixel = image[i * sv + p + a, j * sh + q + b]
                    output[i, j] += float(pixel) * float(kernel[p + a, q + b])
    return output
