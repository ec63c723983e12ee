"""Right: tuples of constants, indexed by a loop and by a thread's own number."""
import numpy as np
from numba import cuda

ROW = (-1, 0, 1, 0)
COLUMN = (0, 1, 0, -1)


@cuda.jit
def step(x, around, own):
    c, r = cuda.grid(2)
    if r >= x.shape[0] or c >= x.shape[1]:
        return
    total = 0
    for k in range(4):
        rr, cc = r + ROW[k], c + COLUMN[k]
        if 0 <= rr < x.shape[0] and 0 <= cc < x.shape[1]:
            total += x[rr, cc]
    around[r, c] = total
    own[r, c] = ROW[c % 4] * 10 + COLUMN[(r + c) % 4]


def case(rng):
    x = rng.integers(0, 9, (9, 14))
    p = np.pad(x, 1)
    around = p[:-2, 1:-1] + p[2:, 1:-1] + p[1:-1, :-2] + p[1:-1, 2:]
    r, c = np.indices(x.shape)
    own = np.array(ROW)[c % 4] * 10 + np.array(COLUMN)[(r + c) % 4]
    return dict(kernel="step", grid=(2, 2), block=(8, 8), args=(x, np.zeros_like(x), np.zeros_like(x)), inputs={"x"}, expected={"around": around, "own": own})
