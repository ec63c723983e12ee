"""You ignore the padding: the kernel never reaches over the edge, and the output is too small. Surround
every channel with zeros first, as in exercise 3."""

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
    del vertical, horizontal  # computed, checked, and forgotten
    padded = x.astype(float)
    kh, kw = w.shape[2:]
    rows = max((padded.shape[2] - kh) // down + 1, 0)
    columns = max((padded.shape[3] - kw) // right + 1, 0)
    output = np.zeros((x.shape[0], w.shape[0], rows, columns))
    for n in range(x.shape[0]):
        for m in range(w.shape[0]):
            for i in range(rows):
                for j in range(columns):
                    top, left = i * down, j * right
                    patch = padded[n, :, top : top + kh, left : left + kw]
                    output[n, m, i, j] = (patch * w[m]).sum() + b[m]
    if activation == "relu":
        output = np.maximum(output, 0)
    return output


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
