"""Exercise 2, stride: let the kernel take larger steps."""

import numpy as np


def conv2d(image: np.ndarray, kernel: np.ndarray, stride: int | tuple[int, int] = 1) -> np.ndarray:
    """Slide `kernel` over `image` in steps of `stride`; multiply what overlaps and add it up.

    The kernel starts at the top left corner, only visits positions where it lies inside the
    image, and is not flipped. If the last step would leave the image, it is not taken.

    Args:
        image: shape (H, W), integers or floats. It is not changed.
        kernel: shape (KH, KW), integers or floats, no larger than the image. It is not changed.
        stride: the step in pixels, one int for both directions or (vertical, horizontal).

    Returns:
        A new array of shape ((H - KH) // vertical + 1, (W - KW) // horizontal + 1), dtype float64
        (float32 is fine too if both arrays are float32).

    Raises:
        ValueError: if `image` or `kernel` is not two-dimensional, is empty, if the kernel is
            larger than the image in either direction, or if a stride is less than 1.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
