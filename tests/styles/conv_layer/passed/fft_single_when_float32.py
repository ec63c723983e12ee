"""FFT image by image; in float32/complex64 when x, w and b are all float32 (FFT rounding error), else double."""
import numpy as np


def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    if x.ndim != 4 or w.ndim != 4:
        raise ValueError(f"expected 4-D arrays, got {x.ndim}-D and {w.ndim}-D")
    n_images, channels, height, width = x.shape
    n_filters, channels_w, k_height, k_width = w.shape
    if channels != channels_w:
        raise ValueError(f"{channels} channels against {channels_w}")
    if b.shape != (n_filters,):
        raise ValueError(f"bias has shape {b.shape}")
    if activation not in (None, "relu"):
        raise ValueError(f"activation {activation!r}")
    stride_y, stride_x = stride if isinstance(stride, tuple) else (stride, stride)
    padding_y, padding_x = padding if isinstance(padding, tuple) else (padding, padding)
    first_y, out_y = _positions(height, k_height, stride_y, padding_y)
    first_x, out_x = _positions(width, k_width, stride_x, padding_x)

    single = x.dtype == w.dtype == b.dtype == np.dtype("float32")
    dtype = np.dtype("float32" if single else "float64")

    # room for every zero in front, and behind for whatever the last window reaches
    size = (
        max(first_y + height, (out_y - 1) * stride_y + k_height),
        max(first_x + width, (out_x - 1) * stride_x + k_width),
    )
    filters = np.fft.rfft2(np.flip(w, (2, 3)).astype(dtype), size)
    y = np.zeros((n_images, n_filters, out_y, out_x), dtype)
    for image, result in zip(x, y):
        canvas = np.zeros((channels, *size), dtype)
        canvas[:, first_y:first_y + height, first_x:first_x + width] = image
        spectrum = (np.fft.rfft2(canvas)[None] * filters).sum(axis=1)
        full = np.fft.irfft2(spectrum, size)
        valid = full[:, k_height - 1::stride_y, k_width - 1::stride_x]
        result[...] = valid[:, :out_y, :out_x] + b.astype(dtype)[:, None, None]
    if activation == "relu":
        y[y < 0] = 0
    return y


def _positions(n, k, stride, padding):
    if n < 1 or k < 1 or stride < 1:
        raise ValueError("sizes and strides must be at least 1")
    if padding == "same":
        out = (n + stride - 1) // stride
        return max((out - 1) * stride + k - n, 0) // 2, out
    if isinstance(padding, str) or padding < 0:
        raise ValueError(f"padding {padding!r}")
    if k > n + 2 * padding:
        raise ValueError("kernel does not fit")
    return padding, (n + 2 * padding - k) // stride + 1
