"""You accept sizes that make no sense: an empty kernel or image, a kernel that does not fit, a stride
that goes back. All of these are a ValueError, as in exercise 3."""

import numpy as np

BYTES = (np.dtype(np.int8), np.dtype(np.uint8))


def one_axis(n, k, stride, padding):
    if stride == 0:
        raise ValueError("stride")
    stride = abs(stride)
    if padding == "same":
        out = (n + stride - 1) // stride
        total = max((out - 1) * stride + k - n, 0)
        return total // 2, total - total // 2, out
    if isinstance(padding, str) or padding < 0:
        raise ValueError("padding")
    return padding, padding, max((n + 2 * padding - k) // stride + 1, 0)


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def scale_of(value, filters=None):
    value = np.asarray(value)
    if value.dtype != np.float32 or value.shape not in ((), (filters,)):
        raise ValueError("scale")
    if np.any(~(value > 0)) or np.any(np.isinf(value)):
        raise ValueError("scale")
    return value


def zero_of(value, dtype, filters=None):
    value = np.asarray(value)
    if dtype not in BYTES or value.dtype != dtype or value.shape not in ((), (filters,)):
        raise ValueError("zero point")
    return value.astype(np.int32)


def qlinear_conv(
    x, x_scale, x_zero_point, w, w_scale, w_zero_point, y_scale, y_zero_point,
    b=None, stride=1, padding=0,
):
    if x.ndim != 4 or w.ndim != 4:
        raise ValueError("four axes")
    if x.shape[1] != w.shape[1]:
        raise ValueError("channels")
    m, c, kh, kw = w.shape
    dtype = np.asarray(y_zero_point).dtype
    x_zero, w_zero = zero_of(x_zero_point, x.dtype), zero_of(w_zero_point, w.dtype, m)
    y_zero = zero_of(y_zero_point, dtype)
    x_scale, w_scale, y_scale = scale_of(x_scale), scale_of(w_scale, m), scale_of(y_scale)
    if b is not None and b.dtype != np.int32:
        raise ValueError("bias dtype")
    if b is not None and b.shape != (m,):
        raise ValueError("bias shape")
    with np.errstate(all="ignore"):
        factor = np.asarray(x_scale * w_scale / y_scale)
    if np.any(factor == 0) or np.any(np.isinf(factor)):
        raise ValueError("multiplier")
    (down, right), (p, q) = pair(stride), pair(padding)
    top, bottom, rows = one_axis(x.shape[2], kh, down, p)
    left, end, columns = one_axis(x.shape[3], kw, right, q)
    frame = np.full(
        (x.shape[0], c, x.shape[2] + top + bottom, x.shape[3] + left + end), x_zero, np.int64
    )
    frame[:, :, top : top + x.shape[2], left : left + x.shape[3]] = x
    frame -= x_zero
    weights = w.astype(np.int64) - w_zero.reshape(-1, 1, 1, 1)
    acc = np.zeros((x.shape[0], m, rows, columns), np.int64)
    for i in range(rows):
        for j in range(columns):
            down, right = abs(down), abs(right)
            patch = frame[:, :, i * down : i * down + kh, j * right : j * right + kw]
            acc[:, :, i, j] = np.tensordot(patch, weights, ((1, 2, 3), (1, 2, 3)))
    if b is not None:
        acc += b.reshape(1, m, 1, 1)
    steps = np.rint(acc.astype(np.float32) * factor.reshape(1, -1, 1, 1))
    info = np.iinfo(dtype)
    return np.clip(steps + y_zero, info.min, info.max).astype(dtype)
