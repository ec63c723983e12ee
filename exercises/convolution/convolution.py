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
    # YOUR CODE HERE
    raise NotImplementedError()
