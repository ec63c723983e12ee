"""Has a library of tensors do the convolution.

Expect: forbidden
"""

import numpy as np
import torch


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def checked(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or not kernel.size:
        raise ValueError("not two-dimensional, or empty")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    return image.astype(float), kernel.astype(float)


def conv2d(image, kernel):
    image, kernel = checked(image, kernel)
    x, w = torch.from_numpy(image)[None, None], torch.from_numpy(kernel)[None, None]
    return torch.conv2d(x, w)[0, 0].numpy()
