"""WRONG: forgets that "same" never needs fewer than 0 zeros, so strides above the kernel size start too late."""
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
    s = stride if isinstance(stride, tuple) else (stride, stride)
    p = padding if isinstance(padding, tuple) else (padding, padding)
    pick, before = [], []
    for n, k, step, pad in zip(image.shape, kernel.shape, s, p):
        out = output_size(n, k, step, pad)
        total = (out - 1) * step + k - n if pad == "same" else 2 * pad
        before.append(total // 2)
        pick.append(np.arange(out)[:, None] * step + np.arange(k) - total // 2)
    ys, xs = pick[0][:, None, :, None], pick[1][None, :, None, :]
    H, W = image.shape
    inside = (ys >= 0) & (ys < H) & (xs >= 0) & (xs < W)
    pixels = np.where(inside, image[np.clip(ys, 0, H - 1), np.clip(xs, 0, W - 1)], 0)
    return np.einsum("abij,ij->ab", pixels.astype(np.float64), kernel.astype(np.float64))
