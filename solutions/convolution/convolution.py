"""Exercise 1, convolution: slide a kernel over an image, multiply and add."""

import numpy as np


def conv2d(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Slide `kernel` over `image`; at every position, multiply what overlaps and add it up.

    The kernel only visits positions where it lies inside the image ("valid"), and it is not
    flipped: this is what deep learning calls convolution.

    Args:
        image: shape (H, W), integers or floats. It is not changed.
        kernel: shape (KH, KW), integers or floats, no larger than the image. It is not changed.

    Returns:
        A new array of shape (H - KH + 1, W - KW + 1), dtype float64
        (float32 is fine too if both arguments are float32).

    Raises:
        ValueError: if `image` or `kernel` is not two-dimensional, is empty, or if the kernel is
            larger than the image in either direction.
    """
    ### BEGIN SOLUTION
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError(f"image and kernel must be 2-D, not {image.ndim}-D and {kernel.ndim}-D")
    height, width = image.shape
    kernel_height, kernel_width = kernel.shape
    if kernel.size == 0 or kernel_height > height or kernel_width > width:
        raise ValueError(f"a kernel of shape {kernel.shape} does not fit into {image.shape}")
    rows, columns = height - kernel_height + 1, width - kernel_width + 1
    # float64 before multiplying: the product of two uint8 values does not fit into uint8.
    image, kernel = image.astype(np.float64), kernel.astype(np.float64)
    output = np.zeros((rows, columns))
    for i in range(kernel_height):
        for j in range(kernel_width):
            # One kernel value meets every position at once: a shifted view of the image.
            output += kernel[i, j] * image[i : i + rows, j : j + columns]
    return output
    ### END SOLUTION
