"""Right: shape[-2:], a row, a part of a row, a[i][j], a tuple as index, a dtype by its name."""
import numpy as np
from numba import cuda


@cuda.jit
def parts(x, y):
    c = cuda.blockIdx.x
    t = cuda.threadIdx.x
    h, w = x.shape[-2:]
    tile = cuda.shared.array((2, 8), "float32")
    image = x[c]
    row = image[1:, :][0]
    tile[0, t] = row[2 : 2 + 8][t]
    at = (0, t)
    tile[1, t] = tile[at] + image[0][t]
    y[c, t] = tile[1][t] + x.ndim * h + w


def case(rng):
    x = rng.integers(0, 9, (3, 4, 10)).astype(np.float32)
    expected = x[:, 1, 2:10] + x[:, 0, :8] + 3 * 4 + 10
    return dict(kernel="parts", grid=3, block=8, args=(x, np.zeros((3, 8), np.float32)), inputs={"x"}, expected={"y": expected})
