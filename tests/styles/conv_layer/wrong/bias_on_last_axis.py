"""WRONG: adds the bias along the last axis whenever that broadcasts, so only OW == M or OW == 1 goes wrong."""
import numpy as np


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
    padded = np.pad(x.astype(np.float64), ((0, 0), (0, 0), (top, bottom), (left, right)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    y = np.einsum("nchwij,mcij->nmhw", windows[:, :, ::sy, ::sx], w.astype(np.float64))
    try:
        y = y + b
    except ValueError:  # operands could not be broadcast together
        y = y + b.reshape(-1, 1, 1)
    return np.maximum(y, 0) if activation == "relu" else y
