"""Complex fft2 (complex64 if both arrays are float32, so FFT rounding error), conjugate product, real part."""
import numpy as np


def conv2d(image, kernel, stride=1):
    if isinstance(stride, int):
        sy = sx = stride
    else:
        sy, sx = stride
    if sy < 1 or sx < 1:
        raise ValueError("stride must be >= 1, got %r" % (stride,))
    if image.ndim != 2 or kernel.ndim != 2 or 0 in kernel.shape:
        raise ValueError("image %r, kernel %r" % (image.shape, kernel.shape))
    H, W = image.shape
    h, w = kernel.shape
    if h > H or w > W:
        raise ValueError("kernel %r does not fit into %r" % (kernel.shape, image.shape))
    both32 = image.dtype == np.float32 and kernel.dtype == np.float32
    ctype, ftype = (np.complex64, np.float32) if both32 else (np.complex128, np.float64)
    canvas = np.zeros((H, W), ctype)
    canvas[:h, :w] = kernel
    corr = np.fft.ifft2(np.fft.fft2(image.astype(ctype)) * np.fft.fft2(canvas).conj())
    return corr.real[:H - h + 1:sy, :W - w + 1:sx].astype(ftype)
