"""Linear algebra: one banded Toeplitz matrix per kernel row, multiplied from the right and added up."""
import numpy as np


def toeplitz(taps, n):
    """T such that (row @ T)[x] = sum_j row[x + j] * taps[j]."""
    m = n - len(taps) + 1
    T = np.zeros((n, m))
    for j, t in enumerate(taps):
        T += t * np.eye(n, m, -j)
    return T


def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("matrices, please")
    H, W = image.shape
    KH, KW = kernel.shape
    if min(H, W, KH, KW) == 0 or KH > H or KW > W:
        raise ValueError("sizes do not match")
    X = np.asarray(image, dtype=np.float64)
    K = np.asarray(kernel, dtype=np.float64)
    return sum(X[i:H - KH + 1 + i] @ toeplitz(K[i], W) for i in range(KH))
