"""as_strided by hand: windows' strides are the image's strides times the step; then a reshape and a dot."""
import numpy as np

as_strided = np.lib.stride_tricks.as_strided


def conv2d(image, kernel, stride=1):
    s = (stride, stride) if np.isscalar(stride) else tuple(stride)
    if min(s) < 1:
        raise ValueError("stride")
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("ndim")
    if min(image.shape + kernel.shape) == 0:
        raise ValueError("empty")
    n, k = image.shape, kernel.shape
    if k[0] > n[0] or k[1] > n[1]:
        raise ValueError("kernel > image")
    out = tuple((n[d] - k[d]) // s[d] + 1 for d in (0, 1))
    step = tuple(image.strides[d] * s[d] for d in (0, 1))
    w = as_strided(image, shape=out + k, strides=step + image.strides, writeable=False)
    columns = w.astype(np.float64).reshape(out[0] * out[1], k[0] * k[1])
    return np.dot(columns, kernel.astype(np.float64).ravel()).reshape(out)
