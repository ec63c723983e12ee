"""Right: 2-D convolution, same size, weights in constant memory."""
import numpy as np
from numba import cuda, float32

WEIGHTS = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]], dtype=np.float32)
RADIUS = 1


@cuda.jit
def convolve(image, result):
    w = cuda.const.array_like(WEIGHTS)
    col, row = cuda.grid(2)
    if row >= image.shape[0] or col >= image.shape[1]:
        return
    total = float32(0)
    for dr in range(-RADIUS, RADIUS + 1):
        for dc in range(-RADIUS, RADIUS + 1):
            r, c = row + dr, col + dc
            if r < 0 or r >= image.shape[0] or c < 0 or c >= image.shape[1]:
                continue
            total += w[dr + RADIUS, dc + RADIUS] * image[r, c]
    result[row, col] = total / float32(16)


def case(rng):
    image = rng.random((18, 29), dtype=np.float32)
    p = np.pad(image, 1)
    w = WEIGHTS
    expected = sum(w[a, b] * p[a : a + 18, b : b + 29] for a in range(3) for b in range(3)) / np.float32(16)
    return dict(kernel="convolve", grid=(4, 3), block=(8, 8), args=(image, np.zeros_like(image)), inputs={"image"}, expected={"result": expected}, tolerance=1e-6)
