"""What is right: the definition, one output at a time, in float64. Slow, obvious, never timed.

Lives on the trusted side only. It is not a solution, and no solution is derived from it.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.checks import Answer, close, rounding


def convolve(
    image: np.ndarray,
    kernel: np.ndarray,
    stride: tuple[int, int] = (1, 1),
    padding: tuple[tuple[int, int], tuple[int, int]] = ((0, 0), (0, 0)),
) -> np.ndarray:
    """Slide `kernel` (KH, KW) over `image` (H, W), multiply and add.

    Args:
        image: any real dtype; integers up to 16 bits are summed exactly.
        kernel: any real dtype.
        stride: (vertical, horizontal).
        padding: zeros ((top, bottom), (left, right)).

    Returns:
        float64, one value a position.
    """
    (top, bottom), (left, right) = padding
    rows, columns = image.shape
    padded = np.zeros((top + rows + bottom, left + columns + right))
    padded[top : top + rows, left : left + columns] = image
    kernel = kernel.astype(np.float64)
    height, width = kernel.shape
    return np.array(
        [
            [
                (padded[i : i + height, j : j + width] * kernel).sum()
                for j in range(0, padded.shape[1] - width + 1, stride[1])
            ]
            for i in range(0, padded.shape[0] - height + 1, stride[0])
        ]
    )


def margins(n: int, k: int, stride: int, padding: int | str) -> tuple[int, int]:
    """Zeros before and after an axis of n pixels, under a kernel of k.

    For "same" there is one stop for every step that begins on the axis, at 0, stride, 2 · stride…;
    the last must fit, and of the zeros that this takes, the first half is rounded down (ONNX:
    SAME_UPPER; TensorFlow: SAME).
    """
    if not isinstance(padding, str):
        return padding, padding
    total, last = 0, range(0, n, stride)[-1]
    while last + k > n + total:
        total += 1
    return total // 2, total - total // 2


def positions(n: int, k: int, stride: int, padding: int | str) -> int:
    """How many stops there are along one axis, counted one by one."""
    before, after = margins(n, k, stride, padding)
    return len(range(0, before + n + after - k + 1, stride))


def is_convolution(
    answer: Answer,
    image: np.ndarray,
    kernel: np.ndarray,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] | str = 0,
) -> None:
    """The answer is the convolution, to within the rounding of its sums.

    Args:
        answer: what the submission returned.
        image: what it was given, and so on, in the forms that the handouts allow.
        kernel: shape (KH, KW).
        stride: one for both directions, or (vertical, horizontal).
        padding: one for both directions, (vertical, horizontal), or "same".

    Raises:
        Wrong: if it is not.
    """
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    vertical, horizontal = padding if isinstance(padding, tuple) else (padding, padding)
    zeros = (
        margins(image.shape[0], kernel.shape[0], down, vertical),
        margins(image.shape[1], kernel.shape[1], right, horizontal),
    )
    expected = convolve(image, kernel, (down, right), zeros)
    sizes = np.abs(image.astype(np.float64)), np.abs(kernel.astype(np.float64))
    magnitude = convolve(*sizes, (down, right), zeros)
    close(answer, expected, rounding(magnitude, kernel.size, image, kernel))


def layer(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] | str = 0,
    activation: str | None = None,
) -> np.ndarray:
    """The reference: one convolution for each image, filter and channel. Shapes as in the task."""
    steps = stride if isinstance(stride, tuple) else (stride, stride)
    edges = padding if isinstance(padding, tuple) else (padding, padding)
    vertical = margins(x.shape[2], w.shape[2], steps[0], edges[0])
    horizontal = margins(x.shape[3], w.shape[3], steps[1], edges[1])

    def plane(image: np.ndarray, filter_: np.ndarray, bias: float) -> np.ndarray:
        channels = [
            convolve(channel, kernel, steps, (vertical, horizontal))
            for channel, kernel in zip(image, filter_, strict=True)
        ]
        total: np.ndarray = np.sum(channels, axis=0) + float(bias)
        return np.maximum(total, 0) if activation == "relu" else total

    return np.array([[plane(image, *pair) for pair in zip(w, b, strict=True)] for image in x])


def layer_fast(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] | str = 0,
    activation: str | None = None,
) -> np.ndarray:
    """The same as `layer`, for layers of real size: all patches times all filters, in float64."""
    steps = stride if isinstance(stride, tuple) else (stride, stride)
    edges = padding if isinstance(padding, tuple) else (padding, padding)
    zeros = [margins(x.shape[2 + i], w.shape[2 + i], steps[i], edges[i]) for i in (0, 1)]
    padded = np.pad(x.astype(np.float64), ((0, 0), (0, 0), *zeros))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], (2, 3))
    patches = windows[:, :, :: steps[0], :: steps[1]]
    sums = np.tensordot(patches, w.astype(np.float64), ((1, 4, 5), (1, 2, 3)))
    total: np.ndarray = (sums + b).transpose(0, 3, 1, 2)
    return np.maximum(total, 0) if activation == "relu" else total


def is_layer(
    answer: Answer,
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray,
    reference: Callable[..., np.ndarray] = layer,
    **settings: Any,
) -> None:
    """The answer is the output of the layer, to within the rounding of its sums.

    Args:
        answer: what the submission returned.
        x: what it was given, and so on; `settings` are stride, padding and activation.
        w: shape (M, C, KH, KW).
        b: shape (M,).
        reference: `layer_fast` where `layer` would take too long.

    Raises:
        Wrong: if it is not.
    """
    expected = reference(x, w, b, **settings)
    pixels, weights, biases = (np.abs(array.astype(np.float64)) for array in (x, w, b))
    magnitude = reference(pixels, weights, biases, **settings)  # not negative: relu changes nothing
    close(answer, expected, rounding(magnitude, w[0].size + 1, x, w, b))
