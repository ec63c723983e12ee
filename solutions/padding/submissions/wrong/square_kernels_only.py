"""You use the kernel's height for its width as well. A kernel need not be square: take both
numbers from kernel.shape."""

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
    output_size(h, kh, sv, pv)  # refuse what has no answer
    output_size(w, kw, sh, ph)
    k = kh
    edges = zeros(h, k, sv, pv), zeros(w, k, sh, ph)
    padded = np.pad(image.astype(float), edges)
    rows, columns = (padded.shape[0] - k) // sv + 1, (padded.shape[1] - k) // sh + 1
    output = np.zeros((max(rows, 0), max(columns, 0)))
    used = kernel[:, :k].astype(float)
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            patch = padded[i * sv : i * sv + k, j * sh : j * sh + used.shape[1]]
            output[i, j] = (patch * used).sum()
    return output
