"""Exercise 7, fast_conv: exercise 4's layer, as fast as numba can make it on one core."""

from collections.abc import Callable

import numba
import numpy as np


def conv_layer(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] | str = 0,
    activation: str | None = None,
) -> np.ndarray:
    """One convolutional layer of a neural network, as in exercise 4, but fast.

    Filter m slides over all C channels of an image at once; the products over every channel are
    added up to one number, then b[m] is added once, and then the activation is applied:

        y[n, m] = activation(sum over c of conv2d(x[n, c], w[m, c], stride, padding) + b[m])

    Args:
        x: a batch of images, shape (N, C, H, W), float32, float64 or integers. It is not changed,
            and need not be contiguous.
        w: the filters, shape (M, C, KH, KW), the same dtypes. It is not changed.
        b: one bias a filter, shape (M,), the same dtypes. It is not changed.
        stride: one int, or (vertical, horizontal).
        padding: one int, (vertical, horizontal), or "same".
        activation: "relu", which replaces negative values by 0, or None.

    Returns:
        A new, contiguous array of shape (N, M, OH, OW), where OH and OW are exercise 3's
        output_size. Its dtype is float32 if x, w and b are float32, otherwise float64.

    Raises:
        ValueError: if x or w is not four-dimensional, if w has not as many channels as x, if b
            has not shape (M,), if the activation is unknown, or for a stride, padding or kernel
            size that exercise 3 refuses.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
