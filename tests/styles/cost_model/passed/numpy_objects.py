"""numpy with dtype object, which keeps Python's exact ints; attainable returns a numpy float."""
import numpy as np


def _out(x, w, stride, padding):
    if np.shape(x) != (4,) or np.shape(w) != (4,) or np.min(x) <= 0 or np.min(w) <= 0 or x[1] != w[1]:
        raise ValueError((x, w))
    s = np.broadcast_to(stride, 2).tolist()
    p = [padding] * 2 if isinstance(padding, (int, str)) else list(padding)
    sizes = []
    for axis in range(2):
        n, k = x[axis + 2], w[axis + 2]
        if s[axis] < 1:
            raise ValueError(stride)
        if p[axis] == "same":
            sizes.append(1 + (n - 1) // s[axis])
            continue
        if not isinstance(p[axis], int) or p[axis] < 0:
            raise ValueError(padding)
        room = n + 2 * p[axis] - k
        if room < 0:
            raise ValueError("kernel")
        sizes.append(room // s[axis] + 1)
    return [x[0], w[0]] + sizes


def macs(x_shape, w_shape, stride=1, padding=0):
    factors = _out(x_shape, w_shape, stride, padding) + list(w_shape[1:])
    return np.multiply.reduce(np.array(factors, dtype=object))


def bytes_moved(x_shape, w_shape, stride=1, padding=0, itemsize=4):
    if itemsize <= 0:
        raise ValueError(itemsize)
    arrays = [x_shape, w_shape, _out(x_shape, w_shape, stride, padding)]
    return sum(np.prod(np.array(a, dtype=object)) for a in arrays) * itemsize


def attainable(peak, bandwidth, intensity):
    values = np.array([peak, bandwidth, intensity], dtype=np.float64)
    if not (np.isfinite(values).all() and (values > 0).all()):
        raise ValueError(values)
    return np.minimum(values[0], values[1] * values[2])
