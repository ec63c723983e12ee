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
    ### BEGIN SOLUTION
    if n < 1 or k < 1 or stride < 1:
        raise ValueError(f"n, k and stride must be at least 1, not {n}, {k} and {stride}")
    if padding == "same":
        return -(-n // stride)  # rounded up
    if isinstance(padding, str) or padding < 0:
        raise ValueError(f'padding must be at least 0 or "same", not {padding!r}')
    if k > n + 2 * padding:
        raise ValueError(f"a kernel of {k} does not fit into {n} + 2 * {padding} pixels")
    return (n + 2 * padding - k) // stride + 1
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError(f"image and kernel must be 2-D, not {image.ndim}-D and {kernel.ndim}-D")
    vertical, horizontal = (stride, stride) if isinstance(stride, int) else stride
    p, q = padding if isinstance(padding, tuple) else (padding, padding)
    kernel_height, kernel_width = kernel.shape
    rows = output_size(image.shape[0], kernel_height, vertical, p)
    columns = output_size(image.shape[1], kernel_width, horizontal, q)
    padded = np.pad(
        image.astype(np.float64),
        (
            _zeros(image.shape[0], kernel_height, vertical, rows, p),
            _zeros(image.shape[1], kernel_width, horizontal, columns, q),
        ),
    )
    output = np.zeros((rows, columns))
    for i in range(kernel_height):
        for j in range(kernel_width):
            below, right = i + (rows - 1) * vertical + 1, j + (columns - 1) * horizontal + 1
            output += float(kernel[i, j]) * padded[i:below:vertical, j:right:horizontal]
    return output


def _zeros(n: int, k: int, stride: int, out: int, padding: int | str) -> tuple[int, int]:
    """How many zeros go before and after one axis."""
    if not isinstance(padding, str):
        return padding, padding
    total = max((out - 1) * stride + k - n, 0)
    return total // 2, total - total // 2
    ### END SOLUTION
