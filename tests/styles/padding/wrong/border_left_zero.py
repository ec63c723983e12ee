"""WRONG: pads the output instead of the image: windows that reach over the edge are left at zero."""
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
    sv, sh = stride if isinstance(stride, tuple) else (stride, stride)
    pv, ph = padding if isinstance(padding, tuple) else (padding, padding)
    H, W = image.shape
    KH, KW = kernel.shape
    out = np.zeros((output_size(H, KH, sv, pv), output_size(W, KW, sh, ph)))
    top = max((out.shape[0] - 1) * sv + KH - H, 0) // 2 if pv == "same" else pv
    left = max((out.shape[1] - 1) * sh + KW - W, 0) // 2 if ph == "same" else ph
    image, kernel = image.astype(float), kernel.astype(float)
    for a in range(out.shape[0]):
        for b in range(out.shape[1]):
            y, x = a * sv - top, b * sh - left
            if y < 0 or x < 0 or y + KH > H or x + KW > W:
                continue  # border
            out[a, b] = np.sum(image[y:y + KH, x:x + KW] * kernel)
    return out
