"""You store the sums in an array of the image's own type: the sums of a uint8 image wrap around
at 256. np.zeros(shape) without a dtype is float64."""

import numpy as np


def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("2-D")
    kh, kw = kernel.shape
    if kh > image.shape[0] or kw > image.shape[1]:
        raise ValueError("does not fit")
    output = np.zeros((image.shape[0] - kh + 1, image.shape[1] - kw + 1), dtype=image.dtype)
    for a in range(kh):
        for b in range(kw):
            output += image[a : a + output.shape[0], b : b + output.shape[1]] * kernel[a, b]
    return output
