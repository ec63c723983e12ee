"""WRONG: makes the kernel square with zeros around it, but evenly, which shifts very oblong kernels by a pixel."""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("2-D only")
    if kernel.size == 0 or kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("kernel does not fit")
    k = max(kernel.shape)
    dy, dx = k - kernel.shape[0], k - kernel.shape[1]
    square = np.pad(kernel.astype(float), ((dy // 2, dy - dy // 2), (dx // 2, dx - dx // 2)))
    bigger = np.pad(image.astype(float), ((0, dy), (0, dx)))
    return np.einsum("yxij,ij->yx", sliding_window_view(bigger, (k, k)), square)
