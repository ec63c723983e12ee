"""One sum at a time, in Python's own integers."""
from fractions import Fraction

import numpy as np


def quantize_multiplier(m):
    m = float(m)
    if m != m or m in (float("inf"),) or m <= 0:
        raise ValueError("positive and finite, please")
    numerator, denominator = m.as_integer_ratio()
    shift = numerator.bit_length() - denominator.bit_length()
    while Fraction(numerator, denominator) >= Fraction(2) ** shift:
        shift += 1
    while Fraction(numerator, denominator) < Fraction(2) ** (shift - 1):
        shift -= 1
    scaled = Fraction(numerator, denominator) * Fraction(2) ** (31 - shift)
    q31 = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    if q31 >> 31:
        q31, shift = q31 >> 1, shift + 1
    if shift > 30:
        raise ValueError("too large")
    return (0, 0) if shift < -31 else (q31, shift)


def one(total, factor, shift, zero, low, high):
    if shift > 0:
        total = min(max(total << shift, -(1 << 31)), (1 << 31) - 1)
        shift = 0
    upper = (total * factor + (1 << 30)) >> 31
    if shift < 0:
        half = 1 << (-shift - 1)
        upper = -((-upper + half) >> -shift) if upper < 0 else (upper + half) >> -shift
    return min(max(upper + zero, low), high)


def requantize(acc, q31, shift, zero_point):
    kind = getattr(zero_point, "dtype", None)
    if kind not in (np.dtype("int8"), np.dtype("uint8")) or np.ndim(zero_point) != 0:
        raise ValueError("zero_point")
    if acc.dtype != np.dtype("int32"):
        raise ValueError("acc")
    for values, low, high in ((q31, 0, 2**31 - 1), (shift, -31, 30)):
        for value in np.ravel(np.asarray(values)).tolist():
            if not isinstance(value, int) or not low <= value <= high:
                raise ValueError(f"{value} is not an integer from {low} to {high}")
    factors, shifts = np.broadcast_to(q31, acc.shape), np.broadcast_to(shift, acc.shape)
    limits = np.iinfo(kind)
    y = np.zeros(acc.shape, kind)
    for at in np.ndindex(*acc.shape):
        numbers = (int(acc[at]), int(factors[at]), int(shifts[at]), int(zero_point))
        y[at] = one(*numbers, int(limits.min), int(limits.max))
    return y
