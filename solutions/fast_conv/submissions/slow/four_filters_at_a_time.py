"""Four filters for each pixel that is loaded: good. But every sum is still loaded and stored for
each weight; take several weights at a time, and more filters, so that sums and weights stay in
registers."""

import numba
import numpy as np


def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    if x.ndim != 4 or w.ndim != 4 or x.shape[1] != w.shape[1] or b.shape != w.shape[:1]:
        raise ValueError("the shapes do not fit")
    if activation not in (None, "relu"):
        raise ValueError("unknown activation")
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    p, q = padding if isinstance(padding, tuple) else (padding, padding)
    vertical = zeros(x.shape[2], w.shape[2], down, p)
    horizontal = zeros(x.shape[3], w.shape[3], right, q)
    dtype = np.result_type(x, w, b, np.float32)
    x, w, b = x.astype(dtype), np.ascontiguousarray(w, dtype), b.astype(dtype)
    padded = np.pad(x, ((0, 0), (0, 0), vertical, horizontal))
    oh = (padded.shape[2] - w.shape[2]) // down + 1
    ow = (padded.shape[3] - w.shape[3]) // right + 1
    output = np.zeros((len(x), len(w), oh, ow), dtype)
    filters = np.zeros((-(-len(w) // 4) * 4, *w.shape[1:]), dtype)
    filters[: len(w)] = w
    loops(padded, filters, b, down, right, output)
    return np.maximum(output, 0) if activation == "relu" else output


def zeros(n, k, stride, padding):
    """Zeros before and after one axis."""
    if k < 1 or stride < 1:
        raise ValueError("kernel and stride must be at least 1")
    if padding == "same":
        out = -(-n // stride)
        total = max((out - 1) * stride + k - n, 0)
        return total // 2, total - total // 2
    if isinstance(padding, str) or padding < 0 or k > n + 2 * padding:
        raise ValueError("the padding is unknown, or the kernel does not fit")
    return padding, padding


@numba.njit
def loops(padded, w, b, down, right, output):
    width = output.shape[3]
    s0, s1 = np.empty(width, padded.dtype), np.empty(width, padded.dtype)
    s2, s3 = np.empty(width, padded.dtype), np.empty(width, padded.dtype)
    for n in range(output.shape[0]):
        for m in range(0, w.shape[0], 4):
            for y in range(output.shape[2]):
                s0[:], s1[:], s2[:], s3[:] = 0, 0, 0, 0
                for c in range(w.shape[1]):
                    for i in range(w.shape[2]):
                        row = padded[n, c, y * down + i]
                        for j in range(w.shape[3]):
                            w0, w1 = w[m, c, i, j], w[m + 1, c, i, j]
                            w2, w3 = w[m + 2, c, i, j], w[m + 3, c, i, j]
                            for x in range(width):
                                pixel = row[x * right + j]
                                s0[x] += w0 * pixel
                                s1[x] += w1 * pixel
                                s2[x] += w2 * pixel
                                s3[x] += w3 * pixel
                for f, sums in enumerate((s0, s1, s2, s3)):
                    if m + f < output.shape[1]:
                        for x in range(width):
                            output[n, m + f, y, x] = sums[x] + b[m + f]
