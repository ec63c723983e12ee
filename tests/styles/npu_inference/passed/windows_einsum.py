"""Sliding windows and einsum; scales kept in a small class; int64 wherever it does not matter."""

from math import frexp, inf

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def windows(x, kh, kw, stride, padding, fill):
    x = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)], constant_values=fill)
    return sliding_window_view(x, (kh, kw), axis=(-2, -1))[..., ::stride, ::stride, :, :]


class Scale:
    def __init__(self, low, high):
        low, high = np.float32(low), np.float32(high)
        self.step = (high - low) / np.float32(255) if high > low else np.float32(1)
        zero = np.rint(np.float32(-128) - low / self.step)
        self.zero = np.int8(min(max(zero, -128), 127))

    def __call__(self, x):
        return np.clip(np.rint(x / self.step) + np.float32(self.zero), -128, 127).astype(np.int8)


def calibrate(x, layers):
    if not len(layers) or not x.shape[0]:
        raise ValueError("empty")
    low, high = [min(0, x.min())], [max(0, x.max())]
    for w, b, stride, padding, act in layers:
        view = windows(x, *w.shape[2:], stride, padding, 0)
        x = np.einsum("nchwij,mcij->nmhw", view, w, optimize=True) + b[None, :, None, None]
        if act is not None:
            x = x * (x > 0)
        low.append(min(0, x.min()))
        high.append(max(0, x.max()))
    return np.float32(low), np.float32(high)


def multiplier(m):
    f, e = frexp(m)
    q = int(f * (1 << 31) + 0.5)
    if q >> 31:
        q, e = q >> 1, e + 1
    return (0, 0) if e < -31 else (q, e)


def quantize_layer(w, b, x_scale, y_scale):
    for s in (x_scale, y_scale):
        if not s > 0 or s == inf:
            raise ValueError("scale")
    if len(b) != len(w):
        raise ValueError("bias")
    out_w, out_b, q31, shift = [], [], [], []
    for filt, bias in zip(w, b):
        top = abs(filt).max()
        scale = top / np.float32(127) if top else np.float32(1)
        out_w.append(np.rint(filt / scale).astype(np.int8))
        real = float(x_scale) * float(scale)
        out_b.append(min(max(round(float(bias) / real), -(2**31)), 2**31 - 1))
        q, e = multiplier(real / float(y_scale))
        q31.append(q)
        shift.append(e)
    return np.stack(out_w), *(np.array(v, dtype=np.int32) for v in (out_b, q31, shift))


def rescale(acc, q31, shift, zero):
    acc = np.clip(acc * (1 << np.maximum(shift, 0)), -(1 << 31), (1 << 31) - 1)
    high = (acc * q31 + (1 << 30)) // (1 << 31)
    down = 1 << np.maximum(-shift, 0)
    sign = np.where(high < 0, -1, 1)
    return np.clip(sign * ((abs(high) + down // 2) // down) + zero, -128, 127)


def predict(x, network):
    if x.dtype != np.int8 or x.ndim != 4 or not x.size or not network:
        raise ValueError("pixels")
    for w, b, q31, shift, xz, yz, stride, padding, act in network:
        view = windows(x, *w.shape[2:], stride, padding, xz).astype(np.int64) - int(xz)
        acc = np.einsum("nchwij,mcij->nmhw", view, w.astype(np.int64), optimize=True)
        acc = acc + b.astype(np.int64)[:, None, None]
        q, s = (p.astype(np.int64)[:, None, None] for p in (q31, shift))
        y = rescale(acc, q, s, int(yz))
        x = (np.maximum(y, int(yz)) if act else y).astype(np.int8)
    flat = x.squeeze(axis=(2, 3))
    return flat, np.argmax(flat, axis=-1)


def classify(images, calibration, layers):
    scales = [Scale(*r) for r in zip(*calibrate(calibration, layers))]
    net = [
        (*quantize_layer(w, b, s.step, t.step), s.zero, t.zero, *rest)
        for (w, b, *rest), s, t in zip(layers, scales, scales[1:])
    ]
    return predict(scales[0](images), net)[1]
