"""This file is no Python: a bracket is missing."""

def quantize_multiplier(m:
    return 1
