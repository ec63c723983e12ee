"""numba: loops that clip the kernel range at each border instead of padding; types declared nowhere."""
import numpy as np
from numba import njit


def output_size(n, k, stride, padding):
    if n < 1 or k < 1 or stride < 1:
        raise ValueError("must be at least one")
    if type(padding) is str:
        if padding == "same":
            return (n - 1 + stride) // stride
        raise ValueError("no such padding")
    if padding < 0:
        raise ValueError("negative padding")
    if k > n + 2 * padding:
        raise ValueError("kernel too large")
    return (n + 2 * padding - k) // stride + 1


@njit
def conv_loops(img, ker, out, sy, sx, top, left):
    h, w = img.shape
    kh, kw = ker.shape
    for oy in range(out.shape[0]):
        y0 = oy * sy - top
        for ox in range(out.shape[1]):
            x0 = ox * sx - left
            acc = 0.0
            for i in range(max(0, -y0), min(kh, h - y0)):
                for j in range(max(0, -x0), min(kw, w - x0)):
                    acc += img[y0 + i, x0 + j] * ker[i, j]
            out[oy, ox] = acc


def conv2d(image, kernel, stride=1, padding=0):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("image and kernel need two axes")
    sy, sx = stride if type(stride) is tuple else (stride, stride)
    py, px = padding if type(padding) is tuple else (padding, padding)
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((output_size(h, kh, sy, py), output_size(w, kw, sx, px)))
    top = max((out.shape[0] - 1) * sy + kh - h, 0) // 2 if py == "same" else py
    left = max((out.shape[1] - 1) * sx + kw - w, 0) // 2 if px == "same" else px
    conv_loops(image.astype(np.float64), kernel.astype(np.float64), out, sy, sx, top, left)
    return out
