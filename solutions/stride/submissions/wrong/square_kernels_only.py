"""You use the kernel's height for its width as well. A kernel need not be square: take both
numbers from kernel.shape."""

import numpy as np


def conv2d(image, kernel, stride=1):
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("2-D")
    (h, w), (kh, kw) = image.shape, kernel.shape
    sv, sh = (stride, stride) if isinstance(stride, int) else stride
    if kh > h or kw > w or sv < 1 or sh < 1:
        raise ValueError("does not fit")
    k = kh
    output = np.zeros((max((h - k) // sv + 1, 0), max((w - k) // sh + 1, 0)))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            for a in range(k):
                for b in range(min(k, kw)):
                    output[i, j] += float(image[i * sv + a, j * sh + b]) * float(kernel[a, b])
    return output
