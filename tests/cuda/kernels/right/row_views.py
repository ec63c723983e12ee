"""Right: rows and slices of global arrays, passed to a device function."""
import numpy as np
from numba import cuda


@cuda.jit(device=True)
def dot(a, b):
    s = 0.0
    for k in range(len(a)):
        s += a[k] * b[k]
    return s


@cuda.jit
def gram(x, g):
    i, j = cuda.grid(2)
    if i < x.shape[0] and j < x.shape[0]:
        row = x[i]
        g[i, j] = dot(row, x[j, :])
        g[i, j] += dot(x[i, 1:3], x[j, 1:3])
        g[i, j] += dot(x[i, -2:], x[j, -2:99]) + len(x[i, 4:2])


def case(rng):
    x = rng.random((7, 5))
    return dict(kernel="gram", grid=(2, 2), block=(4, 4), args=(x, np.zeros((7, 7))), inputs={"x"}, expected={"g": x @ x.T + x[:, 1:3] @ x[:, 1:3].T + x[:, -2:] @ x[:, -2:].T}, tolerance=1e-12)
