"""A parenthesis is missing."""

import numpy as np


def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    output = np.zeros((x.shape[0], w.shape[0], 1, 1)
    return output
