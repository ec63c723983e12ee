"""Where exercise 7 starts: seven loops, compiled by numba. Right, readable, slow.

This is what your speed is compared with where there is no model solution.
"""

import numba
import numpy as np


def conv_layer(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    activation: str | None = None,
) -> np.ndarray:
    """One convolutional layer, one product after the other. Shapes as in the task; no "same"."""
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    p, q = padding if isinstance(padding, tuple) else (padding, padding)
    padded = np.pad(x, ((0, 0), (0, 0), (p, p), (q, q)))
    rows = (padded.shape[2] - w.shape[2]) // down + 1
    columns = (padded.shape[3] - w.shape[3]) // right + 1
    output = np.empty((len(x), len(w), rows, columns), x.dtype)
    loops(padded, np.ascontiguousarray(w), b, down, right, output)
    return np.maximum(output, 0) if activation == "relu" else output


@numba.njit
def loops(
    padded: np.ndarray, w: np.ndarray, b: np.ndarray, down: int, right: int, output: np.ndarray
) -> None:
    """Seven loops, one inside the other."""
    for n in range(output.shape[0]):
        for m in range(output.shape[1]):
            for y in range(output.shape[2]):
                for x in range(output.shape[3]):
                    total = b[m]
                    for c in range(w.shape[1]):
                        for i in range(w.shape[2]):
                            for j in range(w.shape[3]):
                                pixel = padded[n, c, y * down + i, x * right + j]
                                total += pixel * w[m, c, i, j]
                    output[n, m, y, x] = total
