"""Refuses a kernel that is larger than the image, even where the zeros make room for it."""

import numpy as np


def output_size(n, k, stride, padding):
    if n < 1 or k < 1 or stride < 1:
        raise ValueError("n, k and stride must be at least 1")
    if padding == "same":
        return (n + stride - 1) // stride
    if isinstance(padding, str) or padding < 0 or k > n + 2 * padding:
        raise ValueError("padding")
    return (n + 2 * padding - k) // stride + 1


def zeros(n, k, stride, padding):
    if padding != "same":
        return padding, padding
    total = max((output_size(n, k, stride, "same") - 1) * stride + k - n, 0)
    return total // 2, total - total // 2


def conv2d(image, kernel, stride=1, padding=0):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("2-D")
    (h, w), (kh, kw) = image.shape, kernel.shape
    sv, sh = stride if isinstance(stride, tuple) else (stride, stride)
    pv, ph = padding if isinstance(padding, tuple) else (padding, padding)
    if kh > h or kw > w:
        raise ValueError("the kernel is larger than the image")
    output = np.zeros((output_size(h, kh, sv, pv), output_size(w, kw, sh, ph)))
    edges = zeros(h, kh, sv, pv), zeros(w, kw, sh, ph)
    padded = np.pad(image.astype(float), edges)
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            patch = padded[i * sv : i * sv + kh, j * sh : j * sh + kw]
            output[i, j] = (patch * kernel).sum()
    return output
