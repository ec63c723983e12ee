"""The function has another name than the handout asks for."""

import numpy as np


def conv2d_stride(image, kernel, stride=1):
    vertical, horizontal = (stride, stride) if isinstance(stride, int) else stride
    windows = np.lib.stride_tricks.sliding_window_view(image.astype(float), kernel.shape)
    return np.einsum("ijkl,kl->ij", windows[::vertical, ::horizontal], kernel.astype(float))
