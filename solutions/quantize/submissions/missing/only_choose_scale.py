"""quantize and dequantize are not written yet."""

import numpy as np


def choose_scale(low, high, dtype, symmetric=False):
    if dtype not in ("int8", "uint8") or (symmetric and dtype == "uint8"):
        raise ValueError("dtype")
    if not -np.inf < low <= high < np.inf:
        raise ValueError("range")
    kind, info = np.dtype(dtype).type, np.iinfo(dtype)
    qmin, qmax = info.min, info.max
    low, high = np.float32(min(low, 0)), np.float32(max(high, 0))
    if low == high == 0:
        return np.float32(1), kind(0 if symmetric else qmin)
    with np.errstate(all="ignore"):
        if symmetric:
            scale = np.float32(max(-low, high) / np.float32(127))
        else:
            scale = np.float32((high - low) / np.float32(255))
    if not 0 < scale < np.inf:
        raise ValueError("scale")
    if symmetric:
        return scale, kind(0)
    steps = np.float32(qmin) - low / scale
    return scale, kind(min(max(np.rint(steps), qmin), qmax))
