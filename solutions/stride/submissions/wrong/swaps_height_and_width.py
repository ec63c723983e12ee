"""Height and width are swapped in the size of the output. On a square image nobody sees it: the
first number of image.shape is the height, that is the number of rows."""

import numpy as np


def conv2d(image, kernel, stride=1):
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("2-D")
    (h, w), (kh, kw) = image.shape, kernel.shape
    sv, sh = (stride, stride) if isinstance(stride, int) else stride
    if kh > h or kw > w or sv < 1 or sh < 1:
        raise ValueError("does not fit")
    width, height = image.shape
    kernel_width, kernel_height = kernel.shape
    output = np.zeros(((height - kernel_height) // sv + 1, (width - kernel_width) // sh + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            for a in range(kh):
                for b in range(kw):
                    if i * sv + a < h and j * sh + b < w:
                        output[i, j] += float(image[i * sv + a, j * sh + b]) * float(kernel[a, b])
    return output
