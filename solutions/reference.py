"""What is right: the definition, one output at a time, in float64. Slow, obvious, never timed.

Lives on the trusted side only. It is not a solution, and no solution is derived from it.
"""

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
