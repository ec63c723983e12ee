"""FFT in double precision ("full" linear convolution with the flipped kernel), then subsampled."""

from typing import Tuple, Union

import numpy as np

Stride = Union[int, Tuple[int, int]]


def _fft_full(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    shape = [m + n - 1 for m, n in zip(a.shape, b.shape)]
    return np.fft.irfft2(np.fft.rfft2(a, shape) * np.fft.rfft2(b, shape), shape)


def conv2d(image: np.ndarray, kernel: np.ndarray, stride: Stride = 1) -> np.ndarray:
    vertical, horizontal = stride if isinstance(stride, tuple) else (stride,) * 2
    if vertical < 1 or horizontal < 1:
        raise ValueError("strides start at 1")
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("2-D arrays only")
    if image.size == 0 or kernel.size == 0:
        raise ValueError("empty array")
    kh, kw = kernel.shape
    h, w = image.shape
    if kh > h or kw > w:
        raise ValueError("the kernel sticks out")
    full = _fft_full(image.astype(np.float64), np.flip(kernel).astype(np.float64))
    return full[kh - 1:h:vertical, kw - 1:w:horizontal]
