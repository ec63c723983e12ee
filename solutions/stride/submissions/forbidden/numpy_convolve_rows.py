"""You let numpy.convolve slide the kernel's rows: the inner loop was yours to write as well."""

from numpy import convolve as slide


def conv2d(image, kernel, stride=1):
    import numpy as np

    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    rows = range(0, image.shape[0] - kernel.shape[0] + 1, down)
    lines = [
        sum(slide(image[i + u], kernel[u, ::-1], "valid") for u in range(len(kernel))) for i in rows
    ]
    return np.array(lines)[:, ::right]
