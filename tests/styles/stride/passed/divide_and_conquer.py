"""Recursion: halve the list of output rows until one is left, halve its columns too, glue the halves together."""
import numpy as np


def conv2d(image, kernel, stride=1):
    sy, sx = stride if isinstance(stride, tuple) else (stride, stride)
    if sy < 1 or sx < 1:
        raise ValueError("stride too small")
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("need matrices")
    kh, kw = kernel.shape
    if kernel.size == 0 or kh > image.shape[0] or kw > image.shape[1]:
        raise ValueError("kernel does not fit")
    a = image.astype(np.float64)
    k = kernel.astype(np.float64)

    def go(ys, xs):
        if len(ys) > 1:
            mid = len(ys) // 2
            return np.vstack((go(ys[:mid], xs), go(ys[mid:], xs)))
        if len(xs) > 1:
            mid = len(xs) // 2
            return np.hstack((go(ys, xs[:mid]), go(ys, xs[mid:])))
        y, x = ys[0], xs[0]
        return np.atleast_2d(np.einsum("ij,ij", a[y:y + kh, x:x + kw], k))

    ys = range(0, image.shape[0] - kh + 1, sy)
    xs = range(0, image.shape[1] - kw + 1, sx)
    return go(ys, xs)
