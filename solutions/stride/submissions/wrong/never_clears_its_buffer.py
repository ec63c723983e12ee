"""You keep your output from the last call and add to it. Make a new array of zeros in every call,
inside the function."""

import numpy as np

buffers = {}


def conv2d(image, kernel, stride=1):
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("2-D")
    (h, w), (kh, kw) = image.shape, kernel.shape
    sv, sh = (stride, stride) if isinstance(stride, int) else stride
    if kh > h or kw > w or sv < 1 or sh < 1:
        raise ValueError("does not fit")
    shape = (h - kh) // sv + 1, (w - kw) // sh + 1
    if shape not in buffers:
        buffers[shape] = np.zeros(shape)
    output = buffers[shape]
    for i in range(shape[0]):
        for j in range(shape[1]):
            patch = image[i * sv : i * sv + kh, j * sh : j * sh + kw].astype(float)
            output[i, j] += (patch * kernel).sum()
    return output
