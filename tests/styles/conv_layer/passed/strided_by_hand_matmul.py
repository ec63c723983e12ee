"""as_strided by hand with the padded array's strides, (patches @ filters.T), broadcast over the batch."""
import numpy as np
from numpy.lib.stride_tricks import as_strided


class ConvError(ValueError):
    pass


def require(condition, text):
    if not condition:
        raise ConvError(text)


def geometry(n, k, s, p):
    require(n > 0 and k > 0 and s > 0, "sizes and strides are positive")
    if isinstance(p, str):
        require(p == "same", "no such padding")
        out = (n + s - 1) // s
        extra = max((out - 1) * s + k - n, 0)
        return out, extra // 2, extra - extra // 2
    require(p >= 0, "padding is not negative")
    require(k <= n + 2 * p, "kernel fits")
    return (n + 2 * p - k) // s + 1, p, p


def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    require(x.ndim == 4, "x is 4-D")
    require(w.ndim == 4, "w is 4-D")
    require(x.shape[1] == w.shape[1], "same channels")
    require(b.shape == (w.shape[0],), "bias per filter")
    require(activation in (None, "relu"), "known activation")
    sy, sx = stride if isinstance(stride, tuple) else (stride, stride)
    py, px = padding if isinstance(padding, tuple) else (padding, padding)
    n, c, h, wd = x.shape
    m, _, kh, kw = w.shape
    oh, top, bottom = geometry(h, kh, sy, py)
    ow, left, right = geometry(wd, kw, sx, px)

    if top or bottom or left or right:
        x = np.pad(x, ((0, 0), (0, 0), (top, bottom), (left, right)))
    a, d, e, f = x.strides
    patches = as_strided(x, (n, oh, ow, c, kh, kw), (a, e * sy, f * sx, d, e, f), writeable=False)
    patches = patches.astype(np.float64).reshape(n, oh * ow, c * kh * kw)
    y = patches @ w.astype(np.float64).reshape(m, c * kh * kw).T + b
    y = y.transpose(0, 2, 1).reshape(n, m, oh, ow)
    return y.clip(min=0) if activation == "relu" else y
