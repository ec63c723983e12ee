"""np.pad inside an njit function: numba does not know it, and says so in a TypingError. Pad in
Python, before the compiled loops."""

import numba
import numpy as np


@numba.njit
def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    return padded
