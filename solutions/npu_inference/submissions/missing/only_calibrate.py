"""Only calibrate is written."""

import numpy as np


def convolve(x, w, stride, padding, zero):
    edge = (padding, padding)
    x = np.pad(x - x.dtype.type(zero), ((0, 0), (0, 0), edge, edge))
    rows = (x.shape[2] - w.shape[2]) // stride + 1
    columns = (x.shape[3] - w.shape[3]) // stride + 1
    total = np.zeros((len(w), len(x), rows, columns), x.dtype)
    for i in range(w.shape[2]):
        for j in range(w.shape[3]):
            seen = x[:, :, i : i + stride * rows : stride, j : j + stride * columns : stride]
            total += np.tensordot(w[:, :, i, j], seen, (1, 1))
    return total.swapaxes(0, 1)


def requantize(sums, q31, shift, zero):
    left, right = np.maximum(shift, 0), np.maximum(-shift, 0)
    wide = np.clip(sums.astype(np.int64) << left, -(2**31), 2**31 - 1)
    high = (wide * q31 + 2**30) >> 31
    steps = np.sign(high) * ((np.abs(high) + ((1 << right) >> 1)) >> right)
    return np.clip(steps + zero, -128, 127).astype(np.int8)


def choose_scale(low, high):
    scale = (high - low) / np.float32(255) if low < high else np.float32(1)
    return scale, np.int8(np.clip(np.rint(np.float32(-128) - low / scale), -128, 127))


def quantize_multiplier(m):
    fraction, exponent = np.frexp(m)
    q31, shift = int(np.floor(fraction * 2**31 + 0.5)), int(exponent)
    if q31 == 2**31:
        q31, shift = 2**30, shift + 1
    return (q31, shift) if shift >= -31 else (0, 0)


def calibrate(x, layers):
    if len(x) == 0 or len(layers) == 0:
        raise ValueError("nothing to calibrate with")
    lows, highs = [x.min()], [x.max()]
    for w, b, stride, padding, activation in layers:
        x = convolve(x, w, stride, padding, 0) + b.reshape(-1, 1, 1)
        x = np.maximum(x, 0) if activation == "relu" else x
        lows.append(x.min())
        highs.append(x.max())
    return np.minimum(lows, 0).astype(np.float32), np.maximum(highs, 0).astype(np.float32)
