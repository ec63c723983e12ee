"""Right: one generation of Conway's Game of Life on a torus."""
import numpy as np
from numba import cuda


@cuda.jit
def life(cells, nxt):
    c, r = cuda.grid(2)
    R = cells.shape[0]
    C = cells.shape[1]
    if r < R and c < C:
        alive = 0
        for dr in range(-1, 2):
            for dc in range(-1, 2):
                if dr != 0 or dc != 0:
                    alive += cells[(r + dr + R) % R, (c + dc + C) % C]
        if alive == 3 or (alive == 2 and cells[r, c] == 1):
            nxt[r, c] = 1
        else:
            nxt[r, c] = 0


def case(rng):
    cells = rng.integers(0, 2, (23, 18)).astype(np.int8)
    n = sum(np.roll(cells, (a, b), (0, 1)) for a in (-1, 0, 1) for b in (-1, 0, 1)) - cells
    return dict(kernel="life", grid=(2, 3), block=(16, 8), args=(cells, np.zeros_like(cells)), inputs={"cells"}, expected={"nxt": ((n == 3) | ((n == 2) & (cells == 1))).astype(np.int8)})
