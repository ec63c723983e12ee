"""You shift to the right before you multiply. That throws away bits that the product still needs:
multiply first."""

import math

import numpy as np

INT32 = np.iinfo(np.int32)


def quantize_multiplier(m):
    if not 0 < m < math.inf:
        raise ValueError("m")
    fraction, shift = math.frexp(m)
    q31 = math.floor(fraction * 2.0**31 + 0.5)
    if q31 == 2**31:
        q31 //= 2
        shift += 1
    if shift > 30:
        raise ValueError("m is too large")
    if shift < -31:
        return 0, 0
    return q31, shift


def whole(values, low, high):
    values = np.asarray(values)
    if values.dtype.kind not in "iu" or np.any(values < low) or np.any(values > high):
        raise ValueError("q31 or shift")
    return values.astype(np.int64)


def high_half(a, b):
    product = a * b
    nudge = np.where(product >= 0, 2**30, 1 - 2**30)
    total = product + nudge
    # C's division: towards zero.
    return np.where(total >= 0, total // 2**31, -(-total // 2**31))


def divide_by_power(x, exponent):
    mask = (np.int64(1) << exponent) - 1
    remainder = x & mask
    threshold = (mask >> 1) + (x < 0)
    return (x >> exponent) + (remainder > threshold)


def requantize(acc, q31, shift, zero_point):
    if acc.dtype != np.int32:
        raise ValueError("acc")
    q31, shift = whole(q31, 0, 2**31 - 1), whole(shift, -31, 30)
    zero_point = np.asarray(zero_point)
    if zero_point.dtype not in (np.int8, np.uint8) or zero_point.shape != ():
        raise ValueError("zero_point")
    if np.broadcast_shapes(acc.shape, q31.shape, shift.shape) != acc.shape:
        raise ValueError("shapes")
    info = np.iinfo(zero_point.dtype)
    left, right = np.maximum(shift, 0), np.maximum(-shift, 0)
    a = np.clip(acc.astype(np.int64) << left, INT32.min, INT32.max)
    steps = high_half(divide_by_power(a, right), q31)
    q = steps + int(zero_point)
    return np.clip(q, info.min, info.max).astype(zero_point.dtype)
