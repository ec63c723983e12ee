"""Exercise 1, as a beginner writes it: four loops. It is right."""

import numpy as np


def conv2d(image, kernel):
    if len(image.shape) != 2 or len(kernel.shape) != 2:
        raise ValueError("image and kernel must be 2-D")
    H, W = image.shape
    KH, KW = kernel.shape
    if KH == 0 or KW == 0 or KH > H or KW > W:
        raise ValueError("the kernel does not fit")
    out = np.zeros((H - KH + 1, W - KW + 1))
    for i in range(H - KH + 1):
        for j in range(W - KW + 1):
            total = 0.0
            for a in range(KH):
                for b in range(KW):
                    total += float(image[i + a, j + b]) * float(kernel[a, b])
            out[i, j] = total
    return out
