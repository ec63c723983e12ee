"""WRONG: "same" rounds n / stride down instead of up, in output_size and so in conv2d."""
import numpy as np


def output_size(n, k, stride, padding):
    if n < 1 or k < 1 or stride < 1:
        raise ValueError("sizes start at 1")
    if padding == "same":
        return max(n // stride, 1)
    if isinstance(padding, str) or padding < 0:
        raise ValueError("bad padding")
    if k > n + 2 * padding:
        raise ValueError("kernel too large")
    return (n + 2 * padding - k) // stride + 1


def conv2d(image, kernel, stride=1, padding=0):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("need 2-D arrays")
    sy, sx = stride if isinstance(stride, tuple) else (stride, stride)
    py, px = padding if isinstance(padding, tuple) else (padding, padding)
    kh, kw = kernel.shape
    oh, ow = output_size(image.shape[0], kh, sy, py), output_size(image.shape[1], kw, sx, px)
    ty = max((oh - 1) * sy + kh - image.shape[0], 0) if py == "same" else 2 * py
    tx = max((ow - 1) * sx + kw - image.shape[1], 0) if px == "same" else 2 * px
    x = np.pad(image.astype(float), ((ty // 2, ty - ty // 2), (tx // 2, tx - tx // 2)))
    out = np.zeros((oh, ow))
    for i in range(kh):
        for j in range(kw):
            out += float(kernel[i, j]) * x[i:i + (oh - 1) * sy + 1:sy, j:j + (ow - 1) * sx + 1:sx]
    return out
