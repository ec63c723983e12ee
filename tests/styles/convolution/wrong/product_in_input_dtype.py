"""WRONG: multiplies in the input's dtype and converts after, so uint8 and int16 products wrap around."""
import numpy as np


def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("need 2-D")
    kh, kw = kernel.shape
    oh, ow = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    if kernel.size == 0 or oh < 1 or ow < 1:
        raise ValueError("kernel too large or empty")
    out = np.zeros((oh, ow))
    for y in range(oh):
        for x in range(ow):
            out[y, x] = np.sum(image[y:y + kh, x:x + kw] * kernel)
    return out
