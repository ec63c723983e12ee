"""You return a float. A float has 53 bits and rounds larger counts; count with int, which is exact
(// instead of /)."""

import math


def output_size(n, k, stride, padding):
    if n < 1 or k < 1 or stride < 1:
        raise ValueError("n, k and stride must be at least 1")
    if padding == "same":
        return (n + stride - 1) // stride
    if isinstance(padding, str) or padding < 0 or k > n + 2 * padding:
        raise ValueError("padding")
    return (n + 2 * padding - k) // stride + 1


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def output_shape(x_shape, w_shape, stride, padding):
    for shape in (x_shape, w_shape):
        if len(shape) != 4 or min(shape) < 1:
            raise ValueError("four sizes of at least 1")
    (n, c, h, w), (m, channels, kh, kw) = x_shape, w_shape
    if c != channels:
        raise ValueError("channels")
    (down, right), (p, q) = pair(stride), pair(padding)
    return n, m, output_size(h, kh, down, p), output_size(w, kw, right, q)


def macs(x_shape, w_shape, stride=1, padding=0):
    n, m, oh, ow = output_shape(x_shape, w_shape, stride, padding)
    _, c, kh, kw = w_shape
    return float(n * m * oh * ow * c * kh * kw)


def bytes_moved(x_shape, w_shape, stride=1, padding=0, itemsize=4):
    if itemsize < 1:
        raise ValueError("itemsize must be at least 1")
    values = math.prod(output_shape(x_shape, w_shape, stride, padding))
    values += math.prod(x_shape) + math.prod(w_shape)
    return values * itemsize


def attainable(peak, bandwidth, intensity):
    if not all(0 < value < math.inf for value in (peak, bandwidth, intensity)):
        raise ValueError("peak, bandwidth and intensity must be positive and finite")
    return min(peak, bandwidth * intensity)
