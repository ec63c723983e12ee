"""torch does the whole layer."""

import torch


def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    y = torch.nn.functional.conv2d(*map(torch.from_numpy, (x, w, b)), stride, padding)
    return (y.relu() if activation == "relu" else y).numpy()
