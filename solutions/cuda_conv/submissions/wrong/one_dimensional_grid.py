"""You number the threads along x only. The grid has blocks along y and z, too, and all of those now do
the same outputs: use cuda.grid(3)."""

from numba import cuda


@cuda.jit
def conv2d(x, w, b, stride, padding, out):
    index = cuda.grid(1)
    column = index % out.shape[3]
    row = index // out.shape[3] % out.shape[2]
    plane = index // out.shape[3] // out.shape[2]
    if plane >= out.shape[0] * out.shape[1]:
        return
    if column >= out.shape[3] or row >= out.shape[2]:
        return
    n = plane // out.shape[1]
    m = plane % out.shape[1]
    total = b[m]
    for c in range(w.shape[1]):
        for i in range(w.shape[2]):
            for j in range(w.shape[3]):
                r = row * stride + i - padding
                s = column * stride + j - padding
                if 0 <= r < x.shape[2] and 0 <= s < x.shape[3]:
                    total += x[n, c, r, s] * w[m, c, i, j]
    out[n, m, row, column] = total
