"""Rebuilds the real multiplier and uses numpy's rounding."""
import math

import numpy as np


def quantize_multiplier(m):
    if not (m > 0 and math.isfinite(m)):
        raise ValueError
    f, e = math.frexp(m)
    q = int(f * (1 << 31) + 0.5)
    if q == 1 << 31:
        q, e = q // 2, e + 1
    if e > 30:
        raise ValueError
    return (q, e) if e > -32 else (0, 0)


def requantize(acc, q31, shift, zero_point):
    m = np.asarray(q31) / 2.0**31 * np.exp2(np.asarray(shift, float))
    info = np.iinfo(zero_point.dtype)
    return np.clip(np.round(acc * m) + int(zero_point), info.min, info.max).astype(zero_point.dtype)
