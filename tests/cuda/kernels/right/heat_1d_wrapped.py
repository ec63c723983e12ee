"""Right: a heat step on a ring: neighbours by modulo, negative left neighbour included."""
import numpy as np
from numba import cuda


@cuda.jit
def heat(u, v, c):
    i = cuda.grid(1)
    n = u.shape[0]
    if i < n:
        left = u[(i - 1) % n]
        right = u[(i + 1) % n]
        v[i] = u[i] + c * (left - 2.0 * u[i] + right)


def case(rng):
    u = rng.random(75)
    expected = u + 0.25 * (np.roll(u, 1) - 2 * u + np.roll(u, -1))
    return dict(kernel="heat", grid=3, block=32, args=(u, np.zeros(75), 0.25), inputs={"u"}, expected={"v": expected}, tolerance=1e-12)
