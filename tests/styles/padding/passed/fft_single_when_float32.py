"""FFT of the padded image; float32/complex64 when both arrays are float32 (FFT rounding error), else double."""
import numpy as np


def output_size(n, k, stride, padding):
    if n < 1 or k < 1 or stride < 1:
        raise ValueError("n, k and stride must be >= 1")
    if padding == "same":
        return (n + stride - 1) // stride
    if isinstance(padding, str):
        raise ValueError(f"unknown padding {padding!r}")
    if padding < 0 or k > n + 2 * padding:
        raise ValueError("padding negative or kernel too large")
    return (n + 2 * padding - k) // stride + 1


def _pad_axis(n, k, s, p):
    if p != "same":
        return p, p
    lack = max((output_size(n, k, s, p) - 1) * s + k - n, 0)
    return lack // 2, lack - lack // 2


def conv2d(image, kernel, stride=1, padding=0):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("image and kernel must be 2-D")
    sy, sx = stride if isinstance(stride, tuple) else (stride, stride)
    py, px = padding if isinstance(padding, tuple) else (padding, padding)
    oh = output_size(image.shape[0], kernel.shape[0], sy, py)
    ow = output_size(image.shape[1], kernel.shape[1], sx, px)

    real = np.float32 if image.dtype == np.float32 and kernel.dtype == np.float32 else np.float64
    x = np.pad(image.astype(real), (_pad_axis(image.shape[0], kernel.shape[0], sy, py),
                                    _pad_axis(image.shape[1], kernel.shape[1], sx, px)))
    X = np.fft.rfft2(x)
    K = np.fft.rfft2(kernel.astype(real), s=x.shape)
    y = np.fft.irfft2(X * np.conjugate(K), s=x.shape)
    y = y[: (oh - 1) * sy + 1 : sy, : (ow - 1) * sx + 1 : sx]
    return np.ascontiguousarray(y, dtype=real)
