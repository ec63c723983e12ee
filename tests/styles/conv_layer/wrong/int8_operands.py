"""WRONG: quantises integer inputs to int8 "as the NPU does" without a scale, so values outside -128..127 wrap."""
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
    def operand(a):
        return (a.astype(np.int8) if a.dtype.kind in "iu" else a).astype(np.float64)

    x = np.pad(operand(x), ((0, 0), (0, 0), (top, bottom), (left, right)))
    w = operand(w)
    y = np.zeros((x.shape[0], w.shape[0], oh, ow)) + b.reshape(-1, 1, 1)
    for i in range(w.shape[2]):
        for j in range(w.shape[3]):
            tile = x[:, :, i:i + (oh - 1) * sy + 1:sy, j:j + (ow - 1) * sx + 1:sx]
            y += np.moveaxis(np.tensordot(tile, w[:, :, i, j], axes=(1, 1)), -1, 1)
    return np.where(y > 0, y, 0) if activation == "relu" else y
