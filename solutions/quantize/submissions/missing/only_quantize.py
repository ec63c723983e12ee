"""choose_scale and dequantize are not written yet."""

import numpy as np


def spread(array, scale, zero_point, axis):
    scale, zero_point = np.asarray(scale), np.asarray(zero_point)
    if scale.dtype != np.float32 or zero_point.dtype not in (np.int8, np.uint8):
        raise ValueError("dtype of scale or zero point")
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
