"""Right: enumerate over weights, zip over two rows, a loop over a tuple of offsets."""
import numpy as np
from numba import cuda

OFFSETS = (-2, 0, 2)


@cuda.jit
def weighted(x, w, y):
    i, j = cuda.grid(2)
    if i < y.shape[0] and j < y.shape[1]:
        s = 0.0
        for k, c in enumerate(w):
            s += c * x[i, j + k]
        for a, b in zip(x[i], w):
            s += a * b
        for d in OFFSETS:
            s -= x[i, (j + d) % x.shape[1]]
        for k, (a, b) in enumerate(zip(x[i], range(9, 0, -2)), 1):
            s += k * a * b
        y[i, j] = s


def case(rng):
    x, w = rng.integers(-9, 9, (5, 20)).astype(np.float64), rng.integers(-9, 9, 3).astype(np.float64)
    y = sum(c * x[:, k : 18 + k] for k, c in enumerate(w)) + (x[:, :3] @ w)[:, None]
    y -= sum(np.roll(x, -d, axis=1) for d in (-2, 0, 2))[:, :18]
    y += (x[:, :5] * [9, 14, 15, 12, 5]).sum(1)[:, None]
    return dict(kernel="weighted", grid=(1, 3), block=(8, 8), args=(x, w, np.zeros((5, 18))), inputs={"x", "w"}, expected={"y": y})
