"""Visits every pixel, also those where the kernel does not fit: IndexError."""

import numpy as np


def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    output = np.zeros((x.shape[0], w.shape[0], *x.shape[2:]))
    for n, m, i, j in np.ndindex(*output.shape):
        for c, k, l in np.ndindex(*w.shape[1:]):
            output[n, m, i, j] += x[n, c, i + k, j + l] * w[m, c, k, l]
        output[n, m, i, j] += b[m]
    return np.maximum(output, 0) if activation == "relu" else output
