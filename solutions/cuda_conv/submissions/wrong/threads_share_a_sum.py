"""Each thread takes a pixel and adds its products to all outputs that need it. Other threads add to the
same outputs at the same time, and sums get lost: a race. Let a thread own an output, and gather."""

from numba import cuda


@cuda.jit
def conv2d(x, w, b, stride, padding, out):
    column, row, plane = cuda.grid(3)
    n = plane // out.shape[1]
    m = plane % out.shape[1]
    if column >= out.shape[3] or row >= out.shape[2]:
        return
    out[n, m, row, column] = b[m]
    for c in range(w.shape[1]):
        for i in range(w.shape[2]):
            for j in range(w.shape[3]):
                r = row - i
                s = column - j
                if r >= 0 and s >= 0:
                    out[n, m, r, s] += x[n, c, row, column] * w[m, c, i, j]
