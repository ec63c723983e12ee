"""Each thread sums up the products of all filters, and keeps one."""

from numba import cuda


@cuda.jit
def conv2d(x, w, b, stride, padding, out):
    column, row, plane = cuda.grid(3)
    if column >= out.shape[3] or row >= out.shape[2]:
        return
    n = plane // out.shape[1]
    m = plane % out.shape[1]
    for k in range(out.shape[1]):
        total = b[k]
        for c in range(w.shape[1]):
            for i in range(w.shape[2]):
                for j in range(w.shape[3]):
                    r = row * stride + i - padding
                    s = column * stride + j - padding
                    if 0 <= r < x.shape[2] and 0 <= s < x.shape[3]:
                        total += x[n, c, r, s] * w[k, c, i, j]
        if k == m:
            out[n, m, row, column] = total
