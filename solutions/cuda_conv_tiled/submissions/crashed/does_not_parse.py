"""A colon is missing: Python cannot read the file."""

from numba import cuda


@cuda.jit
def conv2d(x, w, b, padding, out)
    out[0, 0, 0, 0] = 0
