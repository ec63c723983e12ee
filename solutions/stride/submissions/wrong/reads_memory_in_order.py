"""You rely on how the numbers lie in memory (a flat index, or strides worked out by hand). A
transposed image is the same memory, read in another order: index with image[i, j]."""

import numpy as np


def conv2d(image, kernel, stride=1):
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("2-D")
    (h, w), (kh, kw) = image.shape, kernel.shape
    sv, sh = (stride, stride) if isinstance(stride, int) else stride
    if kh > h or kw > w or sv < 1 or sh < 1:
        raise ValueError("does not fit")
    output = np.zeros(((h - kh) // sv + 1, (w - kw) // sh + 1))
    pixels = image.ravel(order="K").astype(float)  # as they lie in memory
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            for a in range(kh):
                for b in range(kw):
                    pixel = pixels[(i * sv + a) * w + j * sh + b]
                    output[i, j] += pixel * float(kernel[a, b])
    return output
