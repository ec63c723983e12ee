"""WRONG: hand-made C-order strides, but without padding astype keeps the layout of an NHWC or transposed x."""
import numpy as np
from numpy.lib.stride_tricks import as_strided

def _axis(n, k, stride, padding):
    """Zeros before, zeros after, positions."""
    if n < 1 or k < 1 or stride < 1:
        raise ValueError("sizes and strides must be at least 1")
    if padding == "same":
        out = -(-n // stride)
        total = max((out - 1) * stride + k - n, 0)
        return total // 2, total - total // 2, out
    if isinstance(padding, str) or padding < 0:
        raise ValueError("padding must be a non-negative int or \"same\"")
    if k > n + 2 * padding:
        raise ValueError("the kernel does not fit")
    return padding, padding, (n + 2 * padding - k) // stride + 1


def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    if x.ndim != 4 or w.ndim != 4:
        raise ValueError("x and w must be 4-D")
    if x.shape[1] != w.shape[1]:
        raise ValueError("channels differ")
    if b.shape != (w.shape[0],):
        raise ValueError("b must have shape (M,)")
    if activation not in (None, "relu"):
        raise ValueError("unknown activation")
    sy, sx = stride if isinstance(stride, tuple) else (stride, stride)
    py, px = padding if isinstance(padding, tuple) else (padding, padding)
    top, bottom, oh = _axis(x.shape[2], w.shape[2], sy, py)
    left, right, ow = _axis(x.shape[3], w.shape[3], sx, px)
    n, c, h, wd = x.shape
    h, wd = h + top + bottom, wd + left + right
    if (h, wd) == x.shape[2:]:
        data = x.astype(np.float64)
    else:
        data = np.zeros((n, c, h, wd))
        data[:, :, top:top + x.shape[2], left:left + x.shape[3]] = x
    s = 8
    windows = as_strided(
        data,
        (n, c, oh, ow, w.shape[2], w.shape[3]),
        (c * h * wd * s, h * wd * s, sy * wd * s, sx * s, wd * s, s),
    )
    y = np.einsum("nchwij,mcij->nmhw", windows, w.astype(np.float64)) + b.reshape(1, -1, 1, 1)
    return y * (y > 0) if activation == "relu" else y
