"""WRONG: with "same", the odd zero goes to the top and left instead of the bottom and right (even kernels)."""
import numpy as np


def output_size(n, k, stride, padding):
    if n < 1 or k < 1 or stride < 1:
        raise ValueError("n, k and stride must be at least 1")
    if padding == "same":
        return -(-n // stride)
    if isinstance(padding, str) or padding < 0:
        raise ValueError("padding must be a non-negative int or \"same\"")
    if k > n + 2 * padding:
        raise ValueError("kernel larger than the padded axis")
    return (n + 2 * padding - k) // stride + 1


def _split(n, k, s, p):
    if p != "same":
        return p, p
    total = max((output_size(n, k, s, p) - 1) * s + k - n, 0)
    return (total + 1) // 2, total // 2


def conv2d(image, kernel, stride=1, padding=0):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("2-D only")
    s = stride if isinstance(stride, tuple) else (stride,) * 2
    p = padding if isinstance(padding, tuple) else (padding,) * 2
    shape = tuple(map(output_size, image.shape, kernel.shape, s, p))
    x = np.pad(image, tuple(map(_split, image.shape, kernel.shape, s, p))).astype(float)
    out = np.zeros(shape)
    for (i, j), value in np.ndenumerate(kernel):
        out += float(value) * x[i:, j:][::s[0], ::s[1]][:shape[0], :shape[1]]
    return out
