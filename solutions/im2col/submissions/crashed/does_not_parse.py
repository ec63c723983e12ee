"""A parenthesis is missing."""

import numpy as np


def im2col(x, kh, kw, stride=1, padding=0):
    return np.zeros((x.shape[0], kh * kw)
