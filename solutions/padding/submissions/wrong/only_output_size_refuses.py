"""output_size refuses what has no answer, but conv2d works out its sizes without it, and accepts
it. Call output_size from conv2d, once for each axis."""

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
    if padding == "same":
        total = max((n - 1) // max(stride, 1) * stride + k - n, 0)
        return total // 2, total - total // 2
    return (0, 0) if isinstance(padding, str) else (max(padding, 0), max(padding, 0))


def conv2d(image, kernel, stride=1, padding=0):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("2-D")
    (h, w), (kh, kw) = image.shape, kernel.shape
    sv, sh = stride if isinstance(stride, tuple) else (stride, stride)
    pv, ph = padding if isinstance(padding, tuple) else (padding, padding)
    edges = zeros(h, kh, sv, pv), zeros(w, kw, sh, ph)
    padded = np.pad(image.astype(float), edges)
    sv, sh = max(sv, 1), max(sh, 1)
    rows, columns = (padded.shape[0] - kh) // sv + 1, (padded.shape[1] - kw) // sh + 1
    output = np.zeros((max(rows, 0), max(columns, 0)))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            patch = padded[i * sv : i * sv + kh, j * sh : j * sh + kw]
            output[i, j] = (patch * kernel).sum()
    return output
