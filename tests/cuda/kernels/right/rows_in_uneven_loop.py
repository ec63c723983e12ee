"""Right: a row's view bound anew in a loop that some threads leave earlier than others."""
import numpy as np
from numba import cuda


@cuda.jit
def norms(x, y):
    i = cuda.grid(1)
    while i < x.shape[0]:
        row = x[i]
        total = 0.0
        for k in range(row.size):
            total += row[k] * row[k]
        if total > 50.0:
            row = x[i, 1:]
        y[i] = total + row[0]
        i += cuda.gridsize(1)


def case(rng):
    x = rng.integers(0, 5, (45, 6)).astype(float)
    total = (x * x).sum(1)
    expected = total + np.where(total > 50, x[:, 1], x[:, 0])
    return dict(kernel="norms", grid=1, block=32, args=(x, np.zeros(45)), inputs={"x"}, expected={"y": expected})
