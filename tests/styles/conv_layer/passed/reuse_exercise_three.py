"""Straight from the formula: pastes an exercise 3 solution in and sums conv2d over the channels, np.sum of patches."""
import numpy as np


def output_size(n, k, stride, padding):
    if n < 1 or k < 1 or stride < 1:
        raise ValueError("n, k and stride must be at least 1")
    if padding == "same":
        return -(-n // stride)
    if isinstance(padding, str) or padding < 0:
        raise ValueError("bad padding")
    if k > n + 2 * padding:
        raise ValueError("kernel too large")
    return (n + 2 * padding - k) // stride + 1


def conv2d(image, kernel, stride, padding):
    sv, sh = stride
    amounts, size = [], []
    for axis in range(2):
        n, k = image.shape[axis], kernel.shape[axis]
        out = output_size(n, k, stride[axis], padding[axis])
        if padding[axis] == "same":
            total = max((out - 1) * stride[axis] + k - n, 0)
            amounts.append((total // 2, total - total // 2))
        else:
            amounts.append((padding[axis], padding[axis]))
        size.append(out)
    padded = np.pad(image, amounts)
    result = np.zeros(size)
    for y, x in np.ndindex(*size):
        patch = padded[y * sv:y * sv + kernel.shape[0], x * sh:x * sh + kernel.shape[1]]
        result[y, x] = np.sum(patch * kernel)
    return result


activations = {None: lambda v: v, "relu": lambda v: np.where(v < 0, 0.0, v)}


def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    if x.ndim != 4 or w.ndim != 4:
        raise ValueError("x and w have four axes")
    if x.shape[1] != w.shape[1]:
        raise ValueError("channels differ")
    if b.shape != w.shape[:1]:
        raise ValueError("one bias per filter")
    if activation not in activations:
        raise ValueError("activation must be None or 'relu'")
    stride = stride if isinstance(stride, tuple) else (stride, stride)
    padding = padding if isinstance(padding, tuple) else (padding, padding)
    oh = output_size(x.shape[2], w.shape[2], stride[0], padding[0])
    ow = output_size(x.shape[3], w.shape[3], stride[1], padding[1])

    x = x.astype(np.float64)
    w = w.astype(np.float64)
    y = np.zeros((x.shape[0], w.shape[0], oh, ow))
    for n in range(x.shape[0]):
        for m in range(w.shape[0]):
            for c in range(x.shape[1]):
                y[n, m] += conv2d(x[n, c], w[m, c], stride, padding)
            y[n, m] += b[m]
    return activations[activation](y)
