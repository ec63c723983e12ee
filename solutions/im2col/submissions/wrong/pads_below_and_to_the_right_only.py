"""All zeros are below and to the right. padding=1 puts one row above and one below."""

import numpy as np


def im2col(x, kh, kw, stride=1, padding=0):
    if x.ndim != 4:
        raise ValueError("x must have four axes")
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    p, q = padding if isinstance(padding, tuple) else (padding, padding)
    vertical = zeros(x.shape[2], kh, down, p)
    horizontal = zeros(x.shape[3], kw, right, q)
    x = x if x.dtype == np.float32 else x.astype(float)
    padded = np.pad(x, ((0, 0), (0, 0), (0, sum(vertical)), (0, sum(horizontal))))
    n, c = x.shape[:2]
    oh = (padded.shape[2] - kh) // down + 1
    ow = (padded.shape[3] - kw) // right + 1
    matrix = np.zeros((n, oh, ow, c, kh, kw), x.dtype)
    for i in range(kh):
        for j in range(kw):
            pixels = padded[:, :, i : i + oh * down : down, j : j + ow * right : right]
            matrix[:, :, :, :, i, j] = pixels[:, :, :oh, :ow].transpose(0, 2, 3, 1)
    return matrix.reshape(n * oh * ow, c * kh * kw)


def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    if x.ndim != 4 or w.ndim != 4 or x.shape[1] != w.shape[1] or b.shape != w.shape[:1]:
        raise ValueError("the shapes do not fit")
    if activation not in (None, "relu"):
        raise ValueError("unknown activation")
    kh, kw = w.shape[2:]
    dtype = np.result_type(x, w, b, np.float32)
    patches = im2col(x.astype(dtype), kh, kw, stride, padding)
    oh, ow = output_size(x, w, stride, padding)
    product = patches @ w.reshape(len(w), -1).T.astype(dtype) + b.astype(dtype)
    if activation == "relu":
        product = np.maximum(product, 0)
    return product.reshape(len(x), oh, ow, len(w)).transpose(0, 3, 1, 2)


def output_size(x, w, stride, padding):
    """OH and OW."""
    strides = stride if isinstance(stride, tuple) else (stride, stride)
    paddings = padding if isinstance(padding, tuple) else (padding, padding)
    sizes = []
    for n, k, s, p in zip(x.shape[2:], w.shape[2:], strides, paddings):
        sizes.append((n + sum(zeros(n, k, s, p)) - k) // s + 1)
    return sizes


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
