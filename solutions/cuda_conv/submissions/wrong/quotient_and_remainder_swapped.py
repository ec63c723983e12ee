"""You swap the quotient and the remainder: z = n · M + m, so n = z // M and m = z % M."""

from numba import cuda


@cuda.jit
def conv2d(x, w, b, stride, padding, out):
    column, row, plane = cuda.grid(3)
    if column >= out.shape[3] or row >= out.shape[2]:
        return
    n = plane % w.shape[0]
    m = plane // w.shape[0]
    total = b[m]
    for c in range(w.shape[1]):
        for i in range(w.shape[2]):
            for j in range(w.shape[3]):
                r = row * stride + i - padding
                s = column * stride + j - padding
                if 0 <= r < x.shape[2] and 0 <= s < x.shape[3]:
                    total += x[n, c, r, s] * w[m, c, i, j]
    out[n, m, row, column] = total
