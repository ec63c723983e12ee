"""Right: picture resized by bilinear interpolation in float32, helpers in a chain."""
import math

import numpy as np
from numba import cuda, float32


@cuda.jit(device=True)
def clamp(v, low, high):
    if v < low:
        return low
    if v > high:
        return high
    return v


@cuda.jit(device=True)
def pixel(img, r, c):
    return img[clamp(r, 0, img.shape[0] - 1), clamp(c, 0, img.shape[1] - 1)]


@cuda.jit
def resize(img, out):
    j, i = cuda.grid(2)
    if i >= out.shape[0] or j >= out.shape[1]:
        return
    y = i * (img.shape[0] / out.shape[0])
    x = j * (img.shape[1] / out.shape[1])
    r, c = int(math.floor(y)), int(math.floor(x))
    fy, fx = y - r, x - c
    top = pixel(img, r, c) * (1 - fx) + pixel(img, r, c + 1) * fx
    bottom = pixel(img, r + 1, c) * (1 - fx) + pixel(img, r + 1, c + 1) * fx
    out[i, j] = float32(top * (1 - fy) + bottom * fy)


def case(rng):
    img = rng.random((7, 9), dtype=np.float32)
    out = np.zeros((12, 15), np.float32)
    p = np.pad(img, ((0, 1), (0, 1)), mode="edge").astype(np.float64)
    for i in range(12):
        for j in range(15):
            y, x = i * (7 / 12), j * (9 / 15)
            r, c = int(y), int(x)
            fy, fx = y - r, x - c
            out[i, j] = (p[r, c] * (1 - fx) + p[r, c + 1] * fx) * (1 - fy) + (p[r + 1, c] * (1 - fx) + p[r + 1, c + 1] * fx) * fy
    return dict(kernel="resize", grid=(2, 2), block=(8, 8), args=(img, out * 0), inputs={"img"}, expected={"out": out}, tolerance=1e-6)
