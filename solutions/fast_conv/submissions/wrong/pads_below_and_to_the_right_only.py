"""All zeros are below and to the right. padding=1 puts one row above and one below."""

import numpy as np


def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    if x.ndim != 4 or w.ndim != 4 or x.shape[1] != w.shape[1] or b.shape != w.shape[:1]:
        raise ValueError("the shapes do not fit")
    if activation not in (None, "relu"):
        raise ValueError("unknown activation")
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    p, q = padding if isinstance(padding, tuple) else (padding, padding)
    vertical = zeros(x.shape[2], w.shape[2], down, p)
    horizontal = zeros(x.shape[3], w.shape[3], right, q)
    dtype = np.result_type(x, w, b, np.float32)
    x, w, b = x.astype(dtype), np.ascontiguousarray(w, dtype), b.astype(dtype)
    padded = np.pad(x, ((0, 0), (0, 0), (0, sum(vertical)), (0, sum(horizontal))))
    oh = (padded.shape[2] - w.shape[2]) // down + 1
    ow = (padded.shape[3] - w.shape[3]) // right + 1
    output = np.zeros((len(x), len(w), oh, ow), dtype)
    for c in range(w.shape[1]):
        for i in range(w.shape[2]):
            for j in range(w.shape[3]):
                rows = padded[:, c, i : i + oh * down : down, j : j + ow * right : right]
                pixels = rows[:, np.newaxis, :oh, :ow]
                output += w[:, c, i, j].reshape(1, -1, 1, 1) * pixels
    output += b.reshape(1, -1, 1, 1)
    return np.maximum(output, 0) if activation == "relu" else output


def zeros(n, k, stride, padding):
    """Zeros before and after one axis."""
    if k < 1 or stride < 1:
        raise ValueError("kernel and stride must be at least 1")
    if padding == "same":
        out = -(-n // stride)
        total = max((out - 1) * stride + k - n, 0)
        return total // 2, total - total // 2
    if isinstance(padding, str) or padding < 0 or k > n + 2 * padding:
        raise ValueError("the padding is unknown, or the kernel does not fit")
    return padding, padding
