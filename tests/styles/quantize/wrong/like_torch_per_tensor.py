"""scale = max/127.5 for symmetric ranges, multiplication by the inverse: another library's habits."""
import numpy as np


def choose_scale(low, high, dtype, symmetric=False):
    low, high = min(low, 0.0), max(high, 0.0)
    lo, hi = (-128, 127) if dtype == "int8" else (0, 255)
    if not np.isfinite(high - low) or dtype not in ("int8", "uint8"):
        raise ValueError("range")
    if symmetric:
        return np.float32(max(-low, high) / 127.5), np.dtype(dtype).type(0)
    scale = max((high - low) / 255.0, float(np.finfo(np.float32).eps))
    return np.float32(scale), np.dtype(dtype).type(np.clip(lo - round(low / scale), lo, hi))


def quantize(x, scale, zero_point, axis=None):
    if axis is not None:
        shape = [1] * x.ndim
        shape[axis] = -1
        scale, zero_point = scale.reshape(shape), zero_point.reshape(shape)
    info = np.iinfo(zero_point.dtype)
    q = np.rint(x * (1 / scale)) + zero_point
    return np.clip(q, info.min, info.max).astype(zero_point.dtype)


def dequantize(q, scale, zero_point, axis=None):
    if axis is not None:
        shape = [1] * q.ndim
        shape[axis] = -1
        scale, zero_point = scale.reshape(shape), zero_point.reshape(shape)
    return (q.astype(np.float32) - zero_point) * scale
