"""Linear algebra: R_i @ image @ T_i, with 0/1 row selectors and banded Toeplitz matrices; padding never materialises."""
import numpy as np


def output_size(n, k, stride, padding):
    if n < 1 or k < 1 or stride < 1:
        raise ValueError("need positive n, k, stride")
    if padding == "same":
        return -(-n // stride)
    if isinstance(padding, str) or padding < 0 or n + 2 * padding - k < 0:
        raise ValueError("bad padding")
    return (n + 2 * padding - k) // stride + 1


def start(n, k, stride, padding):
    if padding == "same":
        return max((output_size(n, k, stride, padding) - 1) * stride + k - n, 0) // 2
    return padding


def band(taps, n, m, stride, before):
    """An n x m matrix T with (row @ T)[x] = sum_j taps[j] * row[x * stride + j - before]."""
    T = np.zeros((n, m))
    for j, tap in enumerate(taps):
        pixel = np.arange(m) * stride + j - before
        inside = (0 <= pixel) & (pixel < n)
        T[pixel[inside], np.flatnonzero(inside)] += tap
    return T


def conv2d(image, kernel, stride=1, padding=0):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("need matrices")
    stride = (stride, stride) if isinstance(stride, int) else stride
    padding = padding if isinstance(padding, tuple) else (padding, padding)
    (H, W), (KH, KW) = image.shape, kernel.shape
    OH = output_size(H, KH, stride[0], padding[0])
    OW = output_size(W, KW, stride[1], padding[1])
    top = start(H, KH, stride[0], padding[0])
    left = start(W, KW, stride[1], padding[1])
    X = image.astype(np.float64)
    Y = np.zeros((OH, OW))
    for i, taps in enumerate(kernel.astype(np.float64)):
        R = band([1.0], H, OH, stride[0], top - i).T
        Y += R @ (X @ band(taps, W, OW, stride[1], left))
    return Y
