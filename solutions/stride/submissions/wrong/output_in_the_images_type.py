"""You store the sums in an array of the image's own type: the sums of a uint8 image wrap around at
256. np.zeros(shape) without a dtype is float64."""

import numpy as np


def conv2d(image, kernel, stride=1):
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("2-D")
    (h, w), (kh, kw) = image.shape, kernel.shape
    sv, sh = (stride, stride) if isinstance(stride, int) else stride
    if kh > h or kw > w or sv < 1 or sh < 1:
        raise ValueError("does not fit")
    output = np.zeros(((h - kh) // sv + 1, (w - kw) // sh + 1), dtype=image.dtype)
    for a in range(kh):
        for b in range(kw):
            pixels = image[a : a + h - kh + 1 : sv, b : b + w - kw + 1 : sh]
            output += (pixels * kernel[a, b]).astype(image.dtype)
    return output
