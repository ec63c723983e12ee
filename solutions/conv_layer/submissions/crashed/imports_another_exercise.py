"""Imports the conv2d of exercise 3: a submission is one file, and there is no other beside it."""

import numpy as np
from padding import conv2d


def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    output = []
    for image in x:
        for kernels, bias in zip(w, b):
            planes = [conv2d(*pair, stride, padding) for pair in zip(image, kernels)]
            output.append(sum(planes) + bias)
    output = np.array(output).reshape(len(x), len(w), *output[0].shape)
    return np.maximum(output, 0) if activation == "relu" else output
