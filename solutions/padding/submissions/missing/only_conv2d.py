"""conv2d is there, without output_size."""

import numpy as np


def conv2d(image, kernel, stride=1, padding=0):
    sv, sh = stride if isinstance(stride, tuple) else (stride, stride)
    pv, ph = padding if isinstance(padding, tuple) else (padding, padding)
    padded = np.pad(image.astype(float), ((pv, pv), (ph, ph)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows[::sv, ::sh], kernel.astype(float))
