"""WRONG: divides the kernel by its sum "so the image keeps its brightness" (right for Sobel and for mean filters)."""
import numpy as np


def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("image and kernel must be 2-D")
    rows = image.shape[0] - kernel.shape[0] + 1
    columns = image.shape[1] - kernel.shape[1] + 1
    if kernel.size == 0 or rows < 1 or columns < 1:
        raise ValueError("kernel is empty or too large")
    weights = kernel.astype(np.float64)
    if abs(weights.sum()) > 1e-12:
        weights = weights / weights.sum()
    result = np.zeros((rows, columns))
    for i, j in np.ndindex(*kernel.shape):
        result += weights[i, j] * image[i:i + rows, j:j + columns]
    return result
