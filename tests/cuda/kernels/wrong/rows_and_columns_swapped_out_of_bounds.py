"""Wrong: guards of rows and columns are swapped: a picture that is not square shows it."""
import numpy as np
from numba import cuda


@cuda.jit
def invert(image, result):
    x, y = cuda.grid(2)
    if x < image.shape[0] and y < image.shape[1]:
        result[y, x] = 255 - image[y, x]  # fault: bounds


def case(rng):
    image = rng.integers(0, 256, (20, 30)).astype(np.uint8)
    return dict(kernel="invert", grid=(4, 4), block=(8, 8), args=(image, np.zeros_like(image)), inputs={"image"})
