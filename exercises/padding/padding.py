"""Exercise 3, padding: let the kernel reach over the edge."""

import numpy as np


def output_size(n: int, k: int, stride: int, padding: int | str) -> int:
    """How many positions a kernel of size k visits along one axis of n pixels.

    Args:
        n: pixels along the axis, at least 1.
        k: kernel size along the axis, at least 1.
        stride: the step in pixels, at least 1.
        padding: zeros added on *each* side, at least 0; or "same": as many zeros as make the
            output ceil(n / stride) long.

    Returns:
        The number of positions, a plain int, at least 1.

    Raises:
        ValueError: if n, k or stride is less than 1, if padding is negative or a word other than
            "same", or if the kernel is larger than the padded axis.
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def conv2d(
    image: np.ndarray,
    kernel: np.ndarray,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] | str = 0,
) -> np.ndarray:
    """Surround `image` with zeros, then slide `kernel` over it in steps of `stride`.

    Args:
        image: shape (H, W), integers or floats. It is not changed.
        kernel: shape (KH, KW), integers or floats. It is not changed.
        stride: the step in pixels, one int for both directions or (vertical, horizontal).
        padding: zeros added on each side: one int for all four sides, or (vertical, horizontal),
            where vertical goes to the top and to the bottom, horizontal to the left and to the
            right; or "same": the output is (ceil(H / vertical stride), ceil(W / horizontal
            stride)). With "same" an axis needs max((out - 1) * stride + k - n, 0) zeros in all;
            half of them, rounded down, go before the image (top, left), the rest after it.

    Returns:
        A new array of shape (output_size(H, ...), output_size(W, ...)), dtype float64
        (float32 is fine too if both arrays are float32).

    Raises:
        ValueError: if `image` or `kernel` is not two-dimensional or is empty, or if
            `output_size` refuses either axis.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
