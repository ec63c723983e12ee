"""Exercise 6, im2col: a convolutional layer as one matrix product."""

import numpy as np


def im2col(
    x: np.ndarray,
    kh: int,
    kw: int,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] | str = 0,
) -> np.ndarray:
    """The patches of all images as the rows of one matrix.

    The kernel stops at N · OH · OW positions. Row (n · OH + oh) · OW + ow holds the pixels that lie
    under it in image n at stop (oh, ow). Column (c · KH + i) · KW + j holds pixel (i, j) of every
    patch in channel c: the order in which w.reshape(M, -1) holds the weights of a filter.

    Args:
        x: a batch of images, shape (N, C, H, W), floats or integers. It is not changed.
        kh: rows of the kernel, KH.
        kw: columns of the kernel, KW.
        stride: as in exercise 4: one int, or (vertical, horizontal).
        padding: as in exercise 4: one int, (vertical, horizontal), or "same".

    Returns:
        An array of shape (N · OH · OW, C · KH · KW), where OH and OW are exercise 3's output_size;
        float32 if x is float32, otherwise float64. How it lies in memory is up to you.

    Raises:
        ValueError: if x is not four-dimensional, or for a stride, padding or kernel size that
            exercise 3 refuses.
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def conv_layer(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] | str = 0,
    activation: str | None = None,
) -> np.ndarray:
    """One convolutional layer, as in exercise 4, through one matrix product.

    Args:
        x: a batch of images, shape (N, C, H, W), floats or integers. It is not changed.
        w: the filters, shape (M, C, KH, KW), floats or integers. It is not changed.
        b: one bias a filter, shape (M,), floats or integers. It is not changed.
        stride: one int, or (vertical, horizontal).
        padding: one int, (vertical, horizontal), or "same".
        activation: "relu", which replaces negative values by 0, or None.

    Returns:
        A new array of shape (N, M, OH, OW); float32 if x, w and b are float32, otherwise float64.

    Raises:
        ValueError: if x or w is not four-dimensional, if w has not as many channels as x, if b
            has not shape (M,), if the activation is unknown, or for a stride, padding or kernel
            size that exercise 3 refuses.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
