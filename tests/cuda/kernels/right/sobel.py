"""Right: Sobel edges of an 8-bit picture; integers widen, the root is float64, the store cuts."""
import math

import numpy as np
from numba import cuda


@cuda.jit
def sobel(src, dst):
    y, x = cuda.grid(2)
    height, width = src.shape
    if y < 1 or x < 1 or y >= height - 1 or x >= width - 1:
        return
    gx = src[y-1, x+1] - src[y-1, x-1] - 2*src[y, x-1] + 2*src[y, x+1] - src[y+1, x-1] + src[y+1, x+1]
    gy = int(src[y+1, x-1]) + 2*int(src[y+1, x]) + int(src[y+1, x+1]) - int(src[y-1, x-1]) - 2*int(src[y-1, x]) - int(src[y-1, x+1])
    g = int(math.sqrt(float(gx) * gx + gy * gy))
    dst[y, x] = min(g, 255)


def case(rng):
    src = rng.integers(0, 256, (17, 21)).astype(np.uint8)
    s = src.astype(np.int64)
    gx = s[:-2, 2:] - s[:-2, :-2] + 2 * s[1:-1, 2:] - 2 * s[1:-1, :-2] + s[2:, 2:] - s[2:, :-2]
    gy = s[2:, :-2] + 2 * s[2:, 1:-1] + s[2:, 2:] - s[:-2, :-2] - 2 * s[:-2, 1:-1] - s[:-2, 2:]
    dst = np.zeros_like(src)
    dst[1:-1, 1:-1] = np.minimum(np.sqrt((gx * gx + gy * gy).astype(float)).astype(int), 255)
    # The simulator subtracts 8-bit numbers in 8 bits; the GPU does it in 64. (A sign alone, as in
    # -src[…], it too gives in 8 bits: numba widens what comes out.)
    return dict(kernel="sobel", grid=(3, 3), block=(8, 8), args=(src, np.zeros_like(src)), inputs={"src"}, expected={"dst": dst}, simulator=False)
