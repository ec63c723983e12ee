"""A class for the layer, one for each axis, fractions; the roofline by comparing with the ridge."""
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import mul


@dataclass(frozen=True)
class Axis:
    n: int
    k: int
    step: int
    pad: object

    def __post_init__(self):
        if min(self.n, self.k, self.step) < 1:
            raise ValueError("sizes and steps start at 1")
        if isinstance(self.pad, str):
            if self.pad != "same":
                raise ValueError(self.pad)
        elif self.pad < 0 or self.n + 2 * self.pad < self.k:
            raise ValueError("no room")

    @property
    def stops(self):
        if self.pad == "same":
            return -int(-Fraction(self.n, self.step) // 1)
        return int(Fraction(self.n + 2 * self.pad - self.k, self.step) // 1) + 1


class Layer:
    def __init__(self, x, w, stride, padding):
        (self.n, c, h, width) = x  # a wrong number of sizes is a ValueError by itself
        (self.m, self.c, kh, kw) = w
        if c != self.c or min(self.n, self.m, c) < 1:
            raise ValueError("channels, images or filters")
        sv, sh = stride if type(stride) is tuple else (stride,) * 2
        pv, ph = padding if type(padding) is tuple else (padding,) * 2
        self.axes = Axis(h, kh, sv, pv), Axis(width, kw, sh, ph)

    def outputs(self):
        return reduce(mul, (axis.stops for axis in self.axes), self.n * self.m)


def macs(x_shape, w_shape, stride=1, padding=0):
    layer = Layer(x_shape, w_shape, stride, padding)
    return layer.outputs() * reduce(mul, w_shape[1:])


def bytes_moved(x_shape, w_shape, stride=1, padding=0, itemsize=4):
    if itemsize < 1:
        raise ValueError("itemsize")
    layer = Layer(x_shape, w_shape, stride, padding)
    return itemsize * (reduce(mul, x_shape) + reduce(mul, w_shape) + layer.outputs())


def attainable(peak, bandwidth, intensity):
    if not (0 < peak < 1e308 and 0 < bandwidth < 1e308 and 0 < intensity < 1e308):
        raise ValueError("positive and finite")
    ridge = peak / bandwidth
    return float(peak if intensity >= ridge else bandwidth * intensity)
