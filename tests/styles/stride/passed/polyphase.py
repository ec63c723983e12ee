"""Signal processing: polyphase split, a strided convolution as a sum of dense ones over decimated phases."""
import itertools

import numpy as np


def dense(image, kernel, rows, columns):
    out = np.zeros((rows, columns))
    for (i, j), tap in np.ndenumerate(kernel):
        out += tap * image[i:i + rows, j:j + columns]
    return out


def conv2d(image, kernel, stride=1):
    p, q = (stride, stride) if isinstance(stride, int) else stride
    if p < 1 or q < 1:
        raise ValueError("decimation factors are positive")
    if (image.ndim, kernel.ndim) != (2, 2):
        raise ValueError("two-dimensional signals only")
    if not kernel.size or kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("kernel support must lie within the image's")
    rows = len(range(0, image.shape[0] - kernel.shape[0] + 1, p))
    columns = len(range(0, image.shape[1] - kernel.shape[1] + 1, q))
    x, h = image.astype(np.float64), kernel.astype(np.float64)
    total = np.zeros((rows, columns))
    for a, b in itertools.product(range(p), range(q)):
        if a < h.shape[0] and b < h.shape[1]:
            total += dense(x[a::p, b::q], h[a::p, b::q], rows, columns)
    return total
