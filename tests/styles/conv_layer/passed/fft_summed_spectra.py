"""FFT in double precision: channels are summed in the frequency domain, one inverse transform per filter."""
import numpy as np


def _layout(n, k, s, p):
    """(zeros before, padded length, positions)"""
    if n < 1 or k < 1 or s < 1:
        raise ValueError("n, k, stride")
    if p == "same":
        out = -(n // -s)
        total = max((out - 1) * s + k - n, 0)
        return total // 2, n + total, out
    if isinstance(p, str) or p < 0:
        raise ValueError("padding")
    if n + 2 * p < k:
        raise ValueError("kernel")
    return p, n + 2 * p, (n + 2 * p - k) // s + 1


def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    if x.ndim != 4 or w.ndim != 4:
        raise ValueError("four axes")
    if x.shape[1] != w.shape[1] or b.shape != (w.shape[0],):
        raise ValueError("channels or biases")
    if activation not in (None, "relu"):
        raise ValueError("activation")
    sy, sx = stride if isinstance(stride, tuple) else (stride, stride)
    py, px = padding if isinstance(padding, tuple) else (padding, padding)
    top, height, oh = _layout(x.shape[2], w.shape[2], sy, py)
    left, width, ow = _layout(x.shape[3], w.shape[3], sx, px)

    canvas = np.zeros(x.shape[:2] + (height, width))
    canvas[:, :, top:top + x.shape[2], left:left + x.shape[3]] = x
    X = np.fft.rfft2(canvas)
    K = np.fft.rfft2(w.astype(np.float64), s=(height, width)).conj()
    Y = np.einsum("ncyx,mcyx->nmyx", X, K)
    y = np.fft.irfft2(Y, s=(height, width))[:, :, :(oh - 1) * sy + 1:sy, :(ow - 1) * sx + 1:sx]
    y = y + b.astype(np.float64).reshape(1, -1, 1, 1)
    return (y + abs(y)) / 2 if activation == "relu" else y
