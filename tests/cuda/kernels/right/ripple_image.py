"""Right: CUDA by Example's ripple: pixels from distances, math in float32, an int at the end."""
import math

import numpy as np
from numba import cuda, float32


@cuda.jit
def ripple(image, ticks):
    x = cuda.threadIdx.x + cuda.blockIdx.x * cuda.blockDim.x
    y = cuda.threadIdx.y + cuda.blockIdx.y * cuda.blockDim.y
    offset = x + y * cuda.blockDim.x * cuda.gridDim.x
    fx = x - 16
    fy = y - 16
    d = math.sqrt(fx * fx + fy * fy)
    grey = int(128.0 + 127.0 * math.cos(d / 10.0 - ticks / 7.0) / (d / 10.0 + 1.0))
    image[offset * 2 + 0] = grey
    image[offset * 2 + 1] = 255


def case(rng):
    y, x = np.mgrid[:32, :32]
    d = np.sqrt((x - 16.0) ** 2 + (y - 16.0) ** 2)
    grey = (128 + 127 * np.cos(d / 10 - 5 / 7) / (d / 10 + 1)).astype(np.uint8)
    expected = np.stack([grey, np.full_like(grey, 255)], -1)
    return dict(kernel="ripple", grid=(4, 4), block=(8, 8), args=(np.zeros(2048, np.uint8), 5), inputs=set(), expected={"image": expected.ravel()})
