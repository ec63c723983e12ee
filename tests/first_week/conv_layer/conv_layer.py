"""Exercise 4, conv_layer: a batch of images, many channels, many filters, bias and activation."""

import numpy as np


def conv_layer(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] | str = 0,
    activation: str | None = None,
) -> np.ndarray:
    """One convolutional layer of a neural network.

    Filter m slides over all C channels of an image at once; the products over every channel are
    added up to one number, then b[m] is added once, and then the activation is applied:

        y[n, m] = activation(sum over c of conv2d(x[n, c], w[m, c], stride, padding) + b[m])

    Args:
        x: a batch of images, shape (N, C, H, W), floats or integers. It is not changed.
        w: the filters, shape (M, C, KH, KW), floats or integers. It is not changed.
        b: one bias a filter, shape (M,), floats or integers. It is not changed.
        stride: as in exercise 2: one int, or (vertical, horizontal).
        padding: as in exercise 3: one int, (vertical, horizontal), or "same".
        activation: "relu", which replaces negative values by 0, or None.

    Returns:
        A new array of shape (N, M, OH, OW), where OH and OW are exercise 3's output_size,
        dtype float64 (float32 is fine too if x, w and b are float32).

    Raises:
        ValueError: if x or w is not four-dimensional, if w has not as many channels as x, if b
            has not shape (M,), if the activation is unknown, or for a stride, padding or kernel
            size that exercise 3 refuses.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
