"""This file is no Python: a bracket is missing."""

def qlinear_conv(x, x_scale:
    return 1
