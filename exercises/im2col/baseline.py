"""Where exercise 6 starts: a layer without a matrix. Right, readable, slow.

This is what your speed is compared with where there is no model solution.
"""

import numpy as np


def conv_layer(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    activation: str | None = None,
) -> np.ndarray:
    """One convolutional layer, one weight after the other. Shapes as in the task; no "same"."""
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    p, q = padding if isinstance(padding, tuple) else (padding, padding)
    padded = np.pad(x, ((0, 0), (0, 0), (p, p), (q, q)))
    filters, channels, kh, kw = w.shape
    rows = (padded.shape[2] - kh) // down + 1
    columns = (padded.shape[3] - kw) // right + 1
    output = np.zeros((len(x), filters, rows, columns), x.dtype)
    for m in range(filters):
        for c in range(channels):
            for i in range(kh):
                for j in range(kw):
                    below, beyond = i + rows * down, j + columns * right
                    output[:, m] += w[m, c, i, j] * padded[:, c, i:below:down, j:beyond:right]
        output[:, m] += b[m]
    return np.maximum(output, 0) if activation == "relu" else output
