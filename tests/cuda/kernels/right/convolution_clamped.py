"""Right: 2-D convolution whose border repeats the edge: indices clamped by min and max."""
import numpy as np
from numba import cuda

MASK = np.array([[0.0, 0.2, 0.0], [0.2, 0.2, 0.2], [0.0, 0.2, 0.0]])


@cuda.jit
def blur(image, result):
    i, j = cuda.grid(2)
    rows, cols = image.shape
    if (i >= rows) or (j >= cols):
        return
    s = 0.0
    for k in range(MASK.shape[0]):
        for l in range(MASK.shape[1]):
            y = min(max(i + k - 1, 0), rows - 1)
            x = min(max(j + l - 1, 0), cols - 1)
            s += MASK[k, l] * image[y, x]
    result[i, j] = s


def case(rng):
    image = rng.random((13, 18))
    p = np.pad(image, 1, mode="edge")
    expected = 0.2 * (p[1:-1, 1:-1] + p[:-2, 1:-1] + p[2:, 1:-1] + p[1:-1, :-2] + p[1:-1, 2:])
    return dict(kernel="blur", grid=(2, 3), block=(8, 8), args=(image, np.zeros_like(image)), inputs={"image"}, expected={"result": expected}, tolerance=1e-12)
