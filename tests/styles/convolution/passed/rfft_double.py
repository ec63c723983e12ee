"""Correlation theorem: rfft2 in double precision, the kernel's spectrum conjugated."""
import numpy as np
from numpy.fft import irfft2, rfft2


def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("need 2-D signals")
    H, W = image.shape
    h, w = kernel.shape
    if h * w == 0 or h > H or w > W:
        raise ValueError("kernel empty or larger than the image")
    # Correlating over the image's own period wraps around only where the kernel
    # sticks out at the bottom/right, and those positions are cut off.
    F = rfft2(image.astype(np.float64))
    G = rfft2(kernel.astype(np.float64), s=(H, W))
    return irfft2(F * G.conj(), s=(H, W))[: H - h + 1, : W - w + 1]
