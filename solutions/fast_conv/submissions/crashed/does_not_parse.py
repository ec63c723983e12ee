"""A parenthesis is missing."""

import numpy as np


def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    return np.zeros((len(x), len(w), 1, 1)
