"""as_strided with the image's own strides, then a broadcast multiply and sum over the last two axes."""
import numpy as np
from numpy.lib.stride_tricks import as_strided


def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("expected 2-D arrays")
    if image.size < 1 or kernel.size < 1:
        raise ValueError("expected non-empty arrays")

    (h, w), (kh, kw) = image.shape, kernel.shape
    oh, ow = 1 + h - kh, 1 + w - kw
    if min(oh, ow) <= 0:
        raise ValueError(f"{kh}x{kw} kernel does not fit {h}x{w} image")

    # strides may be negative or in Fortran order, as_strided does not care
    sy, sx = image.strides
    patches = as_strided(image, (oh, ow, kh, kw), (sy, sx, sy, sx), writeable=False)
    return np.multiply(patches, kernel, dtype=np.float64, casting="unsafe").sum(axis=(-2, -1))
