"""What is right: the definition, one output at a time, in float64. Slow, obvious, never timed.

Lives on the trusted side only. It is not a solution, and no solution is derived from it.
"""

import numpy as np


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
    padded = np.pad(image.astype(np.float64), padding)
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
