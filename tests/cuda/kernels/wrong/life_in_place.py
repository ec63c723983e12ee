"""Wrong: Game of Life that overwrites the cells its neighbours, in other blocks too, still read."""
import numpy as np
from numba import cuda


@cuda.jit
def step(cells):
    i, j = cuda.grid(2)
    n, m = cells.shape
    alive = 0
    for di in range(-1, 2):
        for dj in range(-1, 2):
            alive += cells[(i + di) % n, (j + dj) % m]
    cells[i, j] = alive == 3  # fault: race


def case(rng):
    return dict(kernel="step", grid=(2, 2), block=(8, 8), args=(np.ones((16, 16), np.int32),), inputs=set())
