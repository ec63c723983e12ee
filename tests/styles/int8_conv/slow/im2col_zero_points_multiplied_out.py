"""A matrix product of raw integers; zero points multiplied out, as kernels for chips do it."""
import numpy as np

OK = {np.dtype("int8"), np.dtype("uint8")}


def need(condition, text):
    if not condition:
        raise ValueError(text)


def _pads(size, kernel, stride, padding):
    need(size > 0 and kernel > 0 and stride > 0, "sizes and strides are positive")
    if padding == "same":
        missing = max(0, (-(-size // stride) - 1) * stride + kernel - size)
        return missing // 2, missing - missing // 2
    need(not isinstance(padding, str) and padding >= 0, "padding")
    need(kernel <= size + 2 * padding, "kernel too large")
    return padding, padding


def _numbers(value, allowed, dtype):
    value = np.asarray(value)
    need(value.dtype == dtype and value.shape in allowed, "dtype or shape of a parameter")
    return value


def qlinear_conv(x, x_scale, x_zero_point, w, w_scale, w_zero_point,
                 y_scale, y_zero_point, b=None, stride=1, padding=0):
    need(x.ndim == w.ndim == 4 and x.shape[1] == w.shape[1], "shapes")
    n, c, h, wd = x.shape
    m, _, kh, kw = w.shape
    y_zero_point = np.asarray(y_zero_point)
    need({x.dtype, w.dtype, y_zero_point.dtype} <= OK and y_zero_point.shape == (), "8 bits")
    zx = int(_numbers(x_zero_point, {()}, x.dtype))
    zw = np.broadcast_to(_numbers(w_zero_point, {(), (m,)}, w.dtype), m).astype(np.int64)
    sx, sy = (_numbers(s, {()}, np.float32) for s in (x_scale, y_scale))
    sw = np.broadcast_to(_numbers(w_scale, {(), (m,)}, np.float32), m)
    for s in (sx, sy, sw):
        need(np.isfinite(s).all() and (s > 0).all(), "scales")
    if b is not None:
        need(b.dtype == np.int32 and b.shape == (m,), "bias")
    with np.errstate(over="ignore", under="ignore"):
        factor = (sx * sw) / sy
    need(np.isfinite(factor).all() and (factor > 0).all(), "multiplier")
    sh, sv = stride if isinstance(stride, tuple) else (stride, stride)
    ph, pv = padding if isinstance(padding, tuple) else (padding, padding)
    vertical, horizontal = _pads(h, kh, sh, ph), _pads(wd, kw, sv, pv)
    full = np.pad(x, ((0, 0), (0, 0), vertical, horizontal), constant_values=zx)
    view = np.lib.stride_tricks.sliding_window_view(full, (kh, kw), axis=(2, 3))[:, :, ::sh, ::sv]
    oh, ow = view.shape[2:4]
    rows = view.transpose(0, 2, 3, 1, 4, 5).reshape(n * oh * ow, c * kh * kw).astype(np.int64)
    columns = w.reshape(m, -1).astype(np.int64)
    acc = rows @ columns.T - zx * columns.sum(axis=1) - rows.sum(axis=1, keepdims=True) * zw
    acc += columns.shape[1] * zx * zw
    if b is not None:
        acc = acc + b
    scaled = np.multiply(acc.astype(np.float32), factor, dtype=np.float32)
    low, high = np.iinfo(y_zero_point.dtype).min, np.iinfo(y_zero_point.dtype).max
    out = np.rint(scaled.astype(np.float64)) + int(y_zero_point)
    out = np.minimum(np.maximum(out, low), high).astype(y_zero_point.dtype)
    return np.ascontiguousarray(out.reshape(n, oh, ow, m).transpose(0, 3, 1, 2))
