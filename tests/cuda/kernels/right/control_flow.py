"""Right: bounds of loops that differ from thread to thread, continue, break, nested ifs, ternaries."""
import numpy as np
from numba import cuda


@cuda.jit
def mixed(x, y):
    i = cuda.grid(1)
    if i >= x.size:
        return
    acc = 0
    for j in range(i % 7, i + 3, 2):
        if j % 5 == 3:
            continue
        if j > 40:
            break
        for k in range(j % 3):
            if k == 1:
                break
            acc += 10
        acc += x[j % x.size] * j if j % 2 else -1
    else_value = acc if acc > 100 else -acc
    y[i] = else_value
    for j in range(5, i % 4, -2):
        y[i] += j


def case(rng):
    x = rng.integers(0, 9, 100)
    y = np.zeros(100, np.int64)
    for i in range(100):
        acc = 0
        for j in range(i % 7, i + 3, 2):
            if j % 5 == 3:
                continue
            if j > 40:
                break
            acc += 10 * min(j % 3, 1)
            acc += x[j % 100] * j if j % 2 else -1
        y[i] = (acc if acc > 100 else -acc) + sum(range(5, i % 4, -2))
    return dict(kernel="mixed", grid=2, block=64, args=(x, np.zeros(100, np.int64)), inputs={"x"}, expected={"y": y})
