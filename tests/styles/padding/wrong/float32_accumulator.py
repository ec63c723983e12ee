"""WRONG: accumulates in float32 and returns float64 ("float32 is precise enough for images")."""
import numpy as np


def output_size(n, k, stride, padding):
    if n < 1 or k < 1 or stride < 1:
        raise ValueError("n, k and stride must be at least 1")
    if padding == "same":
        return -(-n // stride)
    if isinstance(padding, str) or padding < 0:
        raise ValueError("padding must be a non-negative int or \"same\"")
    if k > n + 2 * padding:
        raise ValueError("kernel larger than the padded axis")
    return (n + 2 * padding - k) // stride + 1


class Accumulator:
    def __init__(self, shape):
        self.values = np.zeros(shape, dtype=np.float32)

    def add(self, weight, pixels):
        self.values += np.float32(weight) * pixels


def conv2d(image, kernel, stride=1, padding=0):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("2-D only")
    s = stride if isinstance(stride, tuple) else (stride, stride)
    p = padding if isinstance(padding, tuple) else (padding, padding)
    margins, shape = [], []
    for n, k, step, pad in zip(image.shape, kernel.shape, s, p):
        shape.append(output_size(n, k, step, pad))
        total = max((shape[-1] - 1) * step + k - n, 0) if pad == "same" else 2 * pad
        margins.append((total // 2, total - total // 2))
    x = np.pad(image.astype(np.float32), margins)
    acc = Accumulator(shape)
    for (i, j), weight in np.ndenumerate(kernel):
        acc.add(weight, x[i::s[0], j::s[1]][:shape[0], :shape[1]])
    return acc.values.astype(np.float64)
