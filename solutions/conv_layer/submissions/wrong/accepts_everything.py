"""You never look at the arguments: what does not fit gives an empty or meaningless answer, or
another error than ValueError."""

import numpy as np


def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    p, q = padding if isinstance(padding, tuple) else (padding, padding)
    kh, kw = w.shape[-2:]
    vertical = zeros(x.shape[-2], kh, down, p)
    horizontal = zeros(x.shape[-1], kw, right, q)
    padded = np.pad(x.astype(float), ((0, 0), (0, 0), vertical, horizontal))
    rows = max((padded.shape[2] - kh) // down + 1, 0)
    columns = max((padded.shape[3] - kw) // right + 1, 0)
    output = np.zeros((x.shape[0], w.shape[0], rows, columns))
    for n in range(x.shape[0]):
        for m in range(w.shape[0]):
            for i in range(rows):
                for j in range(columns):
                    top, left = i * down, j * right
                    patch = padded[n, :, top : top + kh, left : left + kw]
                    output[n, m, i, j] = (patch * w[m]).sum() + b[m % len(b)].sum()
    return np.maximum(output, 0) if activation == "relu" else output


def zeros(n, k, stride, padding):
    """Zeros before and after one axis."""
    if padding == "same":
        out = -(-n // stride)
        total = max((out - 1) * stride + k - n, 0)
        return total // 2, total - total // 2
    padding = 0 if padding == "valid" else max(padding, 0)
    return padding, padding
