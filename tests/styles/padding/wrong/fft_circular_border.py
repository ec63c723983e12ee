"""WRONG: FFT of the image's own size, so what should be zeros around it is the opposite border (circular)."""
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
    positions = []
    size = []
    for n, k, step, pad in zip(image.shape, kernel.shape, s, p):
        out = output_size(n, k, step, pad)
        before = max((out - 1) * step + k - n, 0) // 2 if pad == "same" else pad
        size.append(max(n, k))
        positions.append((np.arange(out) * step - before) % size[-1])
    F = np.fft.rfft2(image.astype(np.float64), size)
    G = np.fft.rfft2(kernel.astype(np.float64), size)
    return np.fft.irfft2(F * G.conj(), size)[np.ix_(*positions)]
