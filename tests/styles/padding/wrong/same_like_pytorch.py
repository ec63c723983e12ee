"""WRONG: "same" centred by the PyTorch convention (k // 2 zeros on both sides); differs for even strides or kernels."""
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


def conv2d(image, kernel, stride=1, padding=0):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("2-D only")
    sy, sx = stride if isinstance(stride, tuple) else (stride, stride)
    py, px = padding if isinstance(padding, tuple) else (padding, padding)
    kh, kw = kernel.shape
    oh = output_size(image.shape[0], kh, sy, py)
    ow = output_size(image.shape[1], kw, sx, px)
    if py == "same":
        py = kh // 2
    if px == "same":
        px = kw // 2
    x = np.pad(image.astype(np.float64), ((py, py), (px, px)))
    k = kernel.astype(np.float64)
    out = np.zeros((oh, ow))
    for i in range(oh):
        for j in range(ow):
            out[i, j] = (x[i * sy:i * sy + kh, j * sx:j * sx + kw] * k).sum()
    return out
