"""requantize is not written yet."""

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
