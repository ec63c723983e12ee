"""WRONG: FFT in float32/complex64 whatever the input, the result converted back to float64."""
import numpy as np


def conv2d(image, kernel, stride=1):
    if isinstance(stride, int):
        stride = stride, stride
    if min(stride) < 1:
        raise ValueError("stride must be >= 1")
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("non-empty matrices expected")
    h, w = image.shape
    kh, kw = kernel.shape
    if kh > h or kw > w:
        raise ValueError("kernel larger than image")
    F = np.fft.rfft2(image.astype(np.float32)).astype(np.complex64)
    G = np.fft.rfft2(kernel.astype(np.float32), s=(h, w)).astype(np.complex64)
    out = np.fft.irfft2(F * G.conj(), s=(h, w)).astype(np.float64)
    return out[:h - kh + 1:stride[0], :w - kw + 1:stride[1]]
