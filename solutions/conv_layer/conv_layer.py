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
    ### BEGIN SOLUTION
    if x.ndim != 4 or w.ndim != 4:
        raise ValueError(f"x and w must be 4-D, not {x.ndim}-D and {w.ndim}-D")
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"x has {x.shape[1]} channels, but w is for {w.shape[1]}")
    if b.shape != (w.shape[0],):
        raise ValueError(f"b must have shape ({w.shape[0]},), not {b.shape}")
    if activation not in (None, "relu"):
        raise ValueError(f'activation must be None or "relu", not {activation!r}')
    strides = (stride, stride) if isinstance(stride, int) else stride
    paddings = padding if isinstance(padding, tuple) else (padding, padding)
    top, bottom, rows = _axis(x.shape[2], w.shape[2], strides[0], paddings[0])
    left, right, columns = _axis(x.shape[3], w.shape[3], strides[1], paddings[1])
    padded = np.pad(x.astype(np.float64), ((0, 0), (0, 0), (top, bottom), (left, right)))
    filters = w.astype(np.float64)
    output = np.zeros((x.shape[0], w.shape[0], rows, columns))
    for i in range(w.shape[2]):
        for j in range(w.shape[3]):
            below, beyond = i + (rows - 1) * strides[0] + 1, j + (columns - 1) * strides[1] + 1
            pixels = padded[:, :, i : below : strides[0], j : beyond : strides[1]]
            # All channels of one kernel position, for every image and filter at once.
            output += np.einsum("nchw,mc->nmhw", pixels, filters[:, :, i, j])
    output += b.reshape(1, -1, 1, 1)
    return np.maximum(output, 0) if activation == "relu" else output


def _axis(n: int, k: int, stride: int, padding: int | str) -> tuple[int, int, int]:
    """Zeros before, zeros after, and positions along one axis."""
    if n < 1 or k < 1 or stride < 1:
        raise ValueError(f"sizes and strides must be at least 1, not {n}, {k} and {stride}")
    if padding == "same":
        out = -(-n // stride)
        total = max((out - 1) * stride + k - n, 0)
        return total // 2, total - total // 2, out
    if isinstance(padding, str) or padding < 0:
        raise ValueError(f'padding must be at least 0 or "same", not {padding!r}')
    if k > n + 2 * padding:
        raise ValueError(f"a kernel of {k} does not fit into {n} + 2 * {padding} pixels")
    return padding, padding, (n + 2 * padding - k) // stride + 1
    ### END SOLUTION
