"""FFT of a power-of-two size; in float32/complex64 if both inputs are float32 (so with FFT rounding error)."""

import numpy as np


def next_pow2(n: int) -> int:
    return 1 << (n - 1).bit_length()


def fft_convolve_valid(a, v):
    size = tuple(next_pow2(n + k - 1) for n, k in zip(a.shape, v.shape))
    spectrum = np.fft.rfft2(a, size) * np.fft.rfft2(v, size)
    full = np.fft.irfft2(spectrum, size)
    rows = slice(v.shape[0] - 1, a.shape[0])
    cols = slice(v.shape[1] - 1, a.shape[1])
    return full[rows, cols]


def conv2d(image, kernel):
    if not (image.ndim == kernel.ndim == 2):
        raise ValueError("both arguments must be matrices")
    if 0 in image.shape or 0 in kernel.shape:
        raise ValueError("both arguments must have elements")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("kernel must fit into the image")
    single = image.dtype == np.float32 and kernel.dtype == np.float32
    t = np.float32 if single else np.float64
    return fft_convolve_valid(image.astype(t), kernel[::-1, ::-1].astype(t)).astype(t)
