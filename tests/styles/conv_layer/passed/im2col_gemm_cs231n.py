"""im2col_indices and one big GEMM for the whole batch, in the style of a well-known course's assignment."""
import numpy as np


def get_im2col_indices(x_shape, field_height, field_width, out_height, out_width, stride):
    N, C, H, W = x_shape
    i0 = np.repeat(np.arange(field_height), field_width)
    i0 = np.tile(i0, C)
    i1 = stride[0] * np.repeat(np.arange(out_height), out_width)
    j0 = np.tile(np.arange(field_width), field_height * C)
    j1 = stride[1] * np.tile(np.arange(out_width), out_height)
    i = i0.reshape(-1, 1) + i1.reshape(1, -1)
    j = j0.reshape(-1, 1) + j1.reshape(1, -1)
    k = np.repeat(np.arange(C), field_height * field_width).reshape(-1, 1)
    return k, i, j


def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    if x.ndim != 4 or w.ndim != 4:
        raise ValueError('x: (N, C, H, W), w: (F, C, HH, WW)')
    N, C, H, W = x.shape
    F, CC, HH, WW = w.shape
    if C != CC: raise ValueError('C')
    if b.shape != (F,): raise ValueError('b')
    if not (activation is None or activation == 'relu'): raise ValueError('activation')
    if not isinstance(stride, tuple): stride = (stride, stride)
    if not isinstance(padding, tuple): padding = (padding, padding)
    if min(stride) < 1 or min(H, W, HH, WW) < 1: raise ValueError('positive sizes')

    def pad_and_out(n, k, s, p):
        if p == 'same':
            out = (n - 1) // s + 1
            total = max((out - 1) * s + k - n, 0)
            return (total // 2, total - total // 2), out
        if isinstance(p, str) or p < 0 or n + 2 * p < k:
            raise ValueError('padding')
        return (p, p), (n + 2 * p - k) // s + 1

    pad_h, out_height = pad_and_out(H, HH, stride[0], padding[0])
    pad_w, out_width = pad_and_out(W, WW, stride[1], padding[1])
    x_padded = np.pad(x, ((0, 0), (0, 0), pad_h, pad_w), mode='constant').astype(np.float64)
    k, i, j = get_im2col_indices(x.shape, HH, WW, out_height, out_width, stride)
    cols = x_padded[:, k, i, j]
    x_cols = cols.transpose(1, 2, 0).reshape(HH * WW * C, out_height * out_width * N)

    res = w.reshape(F, C * HH * WW).astype(np.float64).dot(x_cols) + b.reshape(-1, 1)
    out = res.reshape(F, out_height, out_width, N)
    out = out.transpose(3, 0, 1, 2)
    if activation == 'relu':
        out = np.maximum(0, out)
    return out
