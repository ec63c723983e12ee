"""Your functions accept scales in float64. The standard stores them in float32: with another type,
another chip gives other integers. Refuse all but np.float32 with a ValueError."""

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


def spread(array, scale, zero_point, axis):
    scale, zero_point = np.asarray(scale), np.asarray(zero_point)
    scale = scale.astype(np.float32)
    if zero_point.dtype not in (np.int8, np.uint8):
        raise ValueError("dtype of zero point")
    if axis is None:
        shape = ()
    elif -array.ndim <= axis < array.ndim:
        shape = (array.shape[axis],)
    else:
        raise ValueError("axis")
    if scale.shape != shape or zero_point.shape != shape:
        raise ValueError("shape of scale or zero point")
    if not np.all((scale > 0) & (scale < np.inf)):
        raise ValueError("scale")
    if axis is not None:
        wide = [1] * array.ndim
        wide[axis] = -1
        scale, zero_point = scale.reshape(wide), zero_point.reshape(wide)
    return scale, zero_point


def quantize(x, scale, zero_point, axis=None):
    if x.dtype != np.float32 or np.isnan(x).any():
        raise ValueError("x")
    scale, zero_point = spread(x, scale, zero_point, axis)
    info = np.iinfo(zero_point.dtype)
    with np.errstate(all="ignore"):
        steps = x / scale
    q = np.rint(steps) + zero_point.astype(np.float64)
    return np.clip(q, info.min, info.max).astype(zero_point.dtype)


def dequantize(q, scale, zero_point, axis=None):
    scale, zero_point = spread(q, scale, zero_point, axis)
    if q.dtype != zero_point.dtype:
        raise ValueError("dtype")
    steps = q.astype(np.int32) - zero_point.astype(np.int32)
    return steps.astype(np.float32) * scale
