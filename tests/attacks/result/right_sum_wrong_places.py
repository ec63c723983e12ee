"""Every value is right, but in another place: the sum over the output agrees.

Expect: wrong
"""

import numpy as np


def correct(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or not kernel.size:
        raise ValueError("not two-dimensional, or empty")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(image.astype(float), kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel.astype(float))


def conv2d(image, kernel):
    answer = correct(image, kernel)
    answer[0, 0] += 1
    answer[-1, -1] -= 1
    return answer[::-1, ::-1] + (answer.size == 1)
