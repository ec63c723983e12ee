"""You divide z by the number of images. It is z = n · M + m, and M is the number of filters."""

from numba import cuda


@cuda.jit
def conv2d(x, w, b, stride, padding, out):
    column, row, plane = cuda.grid(3)
    if column >= out.shape[3] or row >= out.shape[2]:
        return
    n = min(plane // out.shape[0], out.shape[0] - 1)
    m = min(plane % out.shape[0], out.shape[1] - 1)
    total = b[m]
    for c in range(w.shape[1]):
        for i in range(w.shape[2]):
            for j in range(w.shape[3]):
                r = row * stride + i - padding
                s = column * stride + j - padding
                if 0 <= r < x.shape[2] and 0 <= s < x.shape[3]:
                    total += x[n, c, r, s] * w[m, c, i, j]
    out[n, m, row, column] = total
