"""Right: rows of a separable convolution: constant taps, a halo on both sides, 0 outside."""
import numpy as np
from numba import cuda, float32

R = 3
TAPS = np.array([1, 6, 15, 20, 15, 6, 1], dtype=np.float32)
TILE = 32
WIDTH = 38


@cuda.jit
def rows(src, dst):
    taps = cuda.const.array_like(TAPS)
    line = cuda.shared.array((4, WIDTH), float32)
    tx, ty = cuda.threadIdx.x, cuda.threadIdx.y
    h, w = src.shape
    y = cuda.blockIdx.y * cuda.blockDim.y + ty
    x0 = cuda.blockIdx.x * TILE - R
    for k in range(tx, TILE + 2 * R, TILE):
        inside = y < h and 0 <= x0 + k < w
        line[ty, k] = src[y, x0 + k] if inside else float32(0)
    cuda.syncthreads()
    x = cuda.blockIdx.x * TILE + tx
    if x < w and y < h:
        total = float32(0)
        for k in range(-R, R + 1):
            total += line[ty, tx + R + k] * taps[R - k]
        dst[y, x] = total


def case(rng):
    src = rng.integers(0, 9, (10, 70)).astype(np.float32)
    taps = np.array([1, 6, 15, 20, 15, 6, 1], np.float32)
    expected = np.stack([np.convolve(row, taps, "same") for row in src]).astype(np.float32)
    return dict(kernel="rows", grid=(3, 3), block=(32, 4), args=(src, np.zeros_like(src)), inputs={"src"}, expected={"dst": expected})
