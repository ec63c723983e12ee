"""Right: brightness bounded by min and max before it becomes a byte; idle lanes do not matter."""
import numpy as np
from numba import cuda, uint8


@cuda.jit
def brighten(image, result, gain, offset):
    i, j = cuda.grid(2)
    if i < image.shape[0] and j < image.shape[1]:
        v = image[i, j] * gain + offset
        if v >= 0:
            result[i, j] = uint8(min(v, 255.9))
        else:
            result[i, j] = 0


def case(rng):
    image = rng.integers(0, 256, (9, 12)).astype(np.uint8)
    expected = np.clip(image * 1.5 - 50, 0, 255.9).astype(np.uint8)
    return dict(kernel="brighten", grid=(2, 2), block=(8, 8), args=(image, np.zeros_like(image), 1.5, -50.0), inputs={"image"}, expected={"result": expected})
