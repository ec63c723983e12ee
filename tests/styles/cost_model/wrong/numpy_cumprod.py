"""WRONG: right in every rule, but numpy's 64-bit integers start again below zero."""
import numpy as np
from math import ceil, isfinite


def _size(n, k, s, p):
    if s < 1 or isinstance(p, str) and p != "same" or p != "same" and (p < 0 or n + 2 * p < k):
        raise ValueError("size")
    return ceil(n / s) if p == "same" else (n + 2 * p - k) // s + 1


def _out(x, w, stride, padding):
    if len(x) != 4 or len(w) != 4 or min(x + w) < 1 or x[1] != w[1]:
        raise ValueError("shape")
    (a, b), (p, q) = np.broadcast_to(stride, 2), padding if isinstance(padding, tuple) else [padding] * 2
    return x[0], w[0], _size(x[2], w[2], a, p), _size(x[3], w[3], b, q)


def macs(x_shape, w_shape, stride=1, padding=0):
    return np.cumprod(_out(x_shape, w_shape, stride, padding) + w_shape[1:])[-1]


def bytes_moved(x_shape, w_shape, stride=1, padding=0, itemsize=4):
    if itemsize < 1:
        raise ValueError("itemsize")
    return itemsize * sum(map(np.prod, (x_shape, w_shape, _out(x_shape, w_shape, stride, padding))))


def attainable(peak, bandwidth, intensity):
    if not all(isfinite(v) and v > 0 for v in (peak, bandwidth, intensity)):
        raise ValueError("positive")
    return min(peak, bandwidth * intensity)
