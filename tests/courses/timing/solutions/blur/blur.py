"""A moving average of nine values, nine long sums at a time."""

import numpy as np


def blur(x: np.ndarray) -> np.ndarray:
    """The mean of every nine neighbours of x, shape (n,); shape (n − 8,)."""
    ### BEGIN SOLUTION
    n = x.size - 8
    total = x[:n].copy()
    for i in range(1, 9):
        total += x[i : i + n]
    total /= 9.0
    return total
    ### END SOLUTION
