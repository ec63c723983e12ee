"""WRONG: FFT of the output's size instead of the image's, so the last KH-1 rows and KW-1 columns wrap around."""
import numpy as np


def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("2-D only")
    h, w = image.shape
    kh, kw = kernel.shape
    if kernel.size == 0 or kh > h or kw > w:
        raise ValueError("kernel does not fit")
    size = (h - kh + 1, w - kw + 1)
    F = np.fft.rfft2(image.astype(np.float64), s=size)
    G = np.fft.rfft2(kernel.astype(np.float64), s=size)
    return np.fft.irfft2(F * np.conj(G), s=size)
