"""Exercise 9, cuda_conv: the layer of exercise 4 as a kernel, one thread for each output value."""

from numba import cuda


@cuda.jit
def conv2d(x, w, b, stride, padding, out):
    """A convolutional layer: out[n, m] = sum over c of conv(x[n, c], w[m, c]) + b[m].

    Launched as conv2d[grid, block](x, w, b, stride, padding, out), with

        block = (bx, by)           for example (32, 8), at most 1024 threads
        grid  = (gx, gy, N · M)    gx · bx ≥ OW and gy · by ≥ OH, so threads may be left over

    A thread computes one output value: along x lie the columns, along y the rows, and block
    z = n · M + m does image n and filter m. What the kernel moves is counted with block = (32, 8).

    Args:
        x: a batch of images, shape (N, C, H, W), float32. Not written to.
        w: the filters, shape (M, C, KH, KW), float32. Not written to.
        b: one bias a filter, shape (M,), float32. Not written to.
        stride: one int ≥ 1, for both directions.
        padding: one int ≥ 0: rings of zeros around each image. They are not stored: a product with
            such a zero is left out.
        out: shape (N, M, OH, OW), float32, where OH = (H + 2 · padding − KH) // stride + 1, and
            likewise OW. What was in it before does not matter.

    All arithmetic is in float32; the order of the sum is yours.
    """
    ### BEGIN SOLUTION
    column, row, plane = cuda.grid(3)
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
    ### END SOLUTION
