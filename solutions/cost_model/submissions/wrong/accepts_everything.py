"""You refuse nothing: impossible shapes, strides and paddings need a ValueError each."""

import math


def output_size(n, k, stride, padding):
    if isinstance(padding, str):
        return (n + stride - 1) // stride
    return (n + 2 * padding - k) // stride + 1


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def output_shape(x_shape, w_shape, stride, padding):
    (n, c, h, w), (m, channels, kh, kw) = x_shape, w_shape
    (down, right), (p, q) = pair(stride), pair(padding)
    return n, m, output_size(h, kh, down, p), output_size(w, kw, right, q)


def macs(x_shape, w_shape, stride=1, padding=0):
    n, m, oh, ow = output_shape(x_shape, w_shape, stride, padding)
    _, c, kh, kw = w_shape
    return n * m * oh * ow * c * kh * kw


def bytes_moved(x_shape, w_shape, stride=1, padding=0, itemsize=4):
    values = math.prod(output_shape(x_shape, w_shape, stride, padding))
    values += math.prod(x_shape) + math.prod(w_shape)
    return values * itemsize


def attainable(peak, bandwidth, intensity):
    return min(peak, bandwidth * intensity)
