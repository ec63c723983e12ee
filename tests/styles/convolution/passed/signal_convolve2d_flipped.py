"""scipy.signal-like: a true mathematical convolve2d(a, b, mode) which flips, called with a flipped kernel."""
import numpy as np


def convolve2d(a, b, mode="full"):
    """sum_{i,j} a[y - i, x - j] * b[i, j]; modes "full", "same" and "valid"."""
    ah, aw = a.shape
    bh, bw = b.shape
    full = np.zeros((ah + bh - 1, aw + bw - 1))
    for y in range(ah):
        for x in range(aw):
            full[y:y + bh, x:x + bw] += a[y, x] * b
    if mode == "full":
        return full
    if mode == "same":
        top, left = (bh - 1) // 2, (bw - 1) // 2
        return full[top:top + ah, left:left + aw]
    if mode == "valid":
        return full[bh - 1:ah, bw - 1:aw]
    raise ValueError("acceptable mode flags are 'valid', 'same', or 'full'")


def correlate2d(a, b, mode="full"):
    return convolve2d(a, np.rot90(b, 2), mode)


def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("conv2d inputs must both be 2-D arrays")
    if kernel.size == 0 or (np.array(kernel.shape) > image.shape).any():
        raise ValueError("for 'valid' mode the image must be at least as large as the kernel")
    return correlate2d(image.astype(np.float64), kernel.astype(np.float64), mode="valid")
