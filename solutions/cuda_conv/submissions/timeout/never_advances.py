"""The loop does not go on."""

from numba import cuda


@cuda.jit
def conv2d(x, w, b, stride, padding, out):
    column, row, plane = cuda.grid(3)
    c = 0
    while c < w.shape[1]:
        if column < out.shape[3]:
            column = column + 0
