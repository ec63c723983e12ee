"""im2col by index arithmetic: pixels outside point at one extra zero appended to the flat image; then a matmul."""
import numpy as np


def _fail(message):
    raise ValueError(message)


def output_size(n, k, stride, padding):
    n >= 1 or _fail("n")
    k >= 1 or _fail("k")
    stride >= 1 or _fail("stride")
    if padding == "same":
        return (n - 1) // stride + 1
    isinstance(padding, str) and _fail("unknown word")
    padding >= 0 or _fail("padding")
    slack = n + 2 * padding - k
    slack >= 0 or _fail("kernel")
    return slack // stride + 1


def _coordinates(n, k, stride, padding):
    """(positions, taps) -> pixel coordinate, possibly outside of 0..n-1."""
    out = output_size(n, k, stride, padding)
    first = -padding if padding != "same" else -(max((out - 1) * stride + k - n, 0) // 2)
    return first + stride * np.arange(out)[:, np.newaxis] + np.arange(k)


def conv2d(image, kernel, stride=1, padding=0):
    image.ndim == 2 or _fail("image")
    kernel.ndim == 2 or _fail("kernel")
    sv, sh = stride if isinstance(stride, tuple) else (stride, stride)
    pv, ph = padding if isinstance(padding, tuple) else (padding, padding)
    h, w = image.shape
    y = _coordinates(h, kernel.shape[0], sv, pv)[:, None, :, None]
    x = _coordinates(w, kernel.shape[1], sh, ph)[None, :, None, :]
    index = np.where((y >= 0) & (y < h) & (x >= 0) & (x < w), y * w + x, h * w)
    flat = np.append(image.astype(np.float64).flatten(), 0.0)
    columns = flat[index].reshape(index.shape[0] * index.shape[1], -1)
    return (columns @ kernel.astype(np.float64).reshape(-1, 1)).reshape(index.shape[:2])
