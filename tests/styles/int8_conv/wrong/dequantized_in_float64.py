"""Simulates the layer in real numbers: dequantize, convolve, quantize. Off by one now and then."""
import numpy as np


def qlinear_conv(x, x_scale, x_zero_point, w, w_scale, w_zero_point,
                 y_scale, y_zero_point, b=None, stride=1, padding=0):
    s = stride if isinstance(stride, tuple) else (stride, stride)
    real_x = (x.astype(float) - float(x_zero_point)) * float(x_scale)
    m = w.shape[0]
    scales = np.broadcast_to(w_scale, m).astype(float).reshape(-1, 1, 1, 1)
    zeros = np.broadcast_to(w_zero_point, m).astype(float).reshape(-1, 1, 1, 1)
    real_w = (w.astype(float) - zeros) * scales
    if padding == "same":
        sizes = [max((-(-a // t) - 1) * t + k - a, 0)
                 for a, k, t in zip(x.shape[2:], w.shape[2:], s)]
        pads = [(t // 2, t - t // 2) for t in sizes]
    else:
        p = padding if isinstance(padding, tuple) else (padding, padding)
        pads = [(p[0], p[0]), (p[1], p[1])]
    real_x = np.pad(real_x, ((0, 0), (0, 0), *pads))
    windows = np.lib.stride_tricks.sliding_window_view(real_x, w.shape[2:], axis=(2, 3))
    real_y = np.einsum("nchwij,mcij->nmhw", windows[:, :, :: s[0], :: s[1]], real_w)
    if b is not None:
        real_y += (b * np.broadcast_to(w_scale, m).astype(float) * float(x_scale)).reshape(-1, 1, 1)
    info = np.iinfo(y_zero_point.dtype)
    q = np.rint(real_y / float(y_scale)) + float(y_zero_point)
    return np.clip(q, info.min, info.max).astype(y_zero_point.dtype)
