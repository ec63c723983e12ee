"""One nested list comprehension of np.vdot over patches."""
import numpy as np


def conv2d(image: np.ndarray, kernel: np.ndarray, stride: int | tuple[int, int] = 1) -> np.ndarray:
    sy, sx = stride if isinstance(stride, tuple) else (stride, stride)
    if sy < 1 or sx < 1:
        raise ValueError(f"{stride=}")
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError(f"{image.ndim=} {kernel.ndim=}")
    (h, w), (kh, kw) = image.shape, kernel.shape
    if not (1 <= kh <= h and 1 <= kw <= w):
        raise ValueError(f"{image.shape=} {kernel.shape=}")
    a, k = image.astype(np.float64), kernel.astype(np.float64)
    return np.array([[np.vdot(a[y:y + kh, x:x + kw], k) for x in range(0, w - kw + 1, sx)]
                     for y in range(0, h - kh + 1, sy)])
