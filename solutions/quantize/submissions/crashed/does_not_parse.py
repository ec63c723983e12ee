"""This file is no Python: a bracket is missing."""

def choose_scale(low, high, dtype, symmetric=False:
    return 1
