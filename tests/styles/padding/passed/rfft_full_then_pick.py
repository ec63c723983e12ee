"""FFT in double precision: the full linear correlation once, then the wanted positions are picked out of it."""
import numpy as np


def output_size(n, k, stride, padding):
    first, out = plan(n, k, stride, padding)
    return out


def plan(n, k, stride, padding):
    """Where the first window starts (relative to the image), and how many windows there are."""
    if min(n, k, stride) <= 0:
        raise ValueError("sizes must be positive")
    if isinstance(padding, str):
        if padding != "same":
            raise ValueError("padding is a number or 'same'")
        out = -(-n // stride)
        return -(max(stride * (out - 1) + k - n, 0) // 2), out
    if padding < 0:
        raise ValueError("negative padding")
    if n + 2 * padding < k:
        raise ValueError("kernel too large even with padding")
    return -padding, (n + 2 * padding - k + stride) // stride


def conv2d(image, kernel, stride=1, padding=0):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("matrices only")
    stride = np.full(2, stride) if isinstance(stride, int) else stride
    padding = [padding, padding] if isinstance(padding, (int, str)) else padding
    plans = [plan(n, k, int(s), p)
             for n, k, s, p in zip(image.shape, kernel.shape, stride, padding)]

    size = [n + k - 1 for n, k in zip(image.shape, kernel.shape)]
    a = np.fft.rfft2(image.astype(np.float64), size)
    b = np.fft.rfft2(kernel[::-1, ::-1].astype(np.float64), size)
    full = np.fft.irfft2(a * b, size)

    out = np.zeros([count for _, count in plans])
    where = []
    for d in (0, 1):
        first, count = plans[d]
        # full[p] is the window that starts at p - (k - 1)
        p = first + kernel.shape[d] - 1 + np.arange(count) * stride[d]
        where.append((p, (p >= 0) & (p < size[d])))
    (py, oky), (px, okx) = where
    out[np.ix_(oky, okx)] = full[np.ix_(py[oky], px[okx])]
    return out
