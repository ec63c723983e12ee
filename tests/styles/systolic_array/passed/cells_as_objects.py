"""Every cell is an object, every number a Python int; numpy only at the edges."""

import math
from dataclasses import dataclass

import numpy as np


def cycles(m, n, k, rows, cols, dataflow):
    match dataflow:
        case "ws":
            sr, sc, t, load = k, n, m, rows
        case "os":
            sr, sc, t, load = m, n, k, 0
        case "is":
            sr, sc, t, load = k, m, n, rows
        case _:
            raise ValueError(dataflow)
    if any(size <= 0 for size in (m, n, k, rows, cols)):
        raise ValueError("sizes")
    folds = math.prod(divmod(a - 1, b)[0] + 1 for a, b in ((sr, rows), (sc, cols)))
    return folds * (load + t + (rows - 1) + (cols - 1)) - 1


@dataclass
class Cell:
    weight: int
    held: int = 0
    total: int = 0


def step(weights, activations, sums, entering):
    rows, cols = weights.shape
    grid = [
        [Cell(int(weights[r, c]), int(activations[r, c]), int(sums[r, c])) for c in range(cols)]
        for r in range(rows)
    ]
    for r in reversed(range(rows)):
        for c in reversed(range(cols)):
            cell = grid[r][c]
            cell.held = grid[r][c - 1].held if c else int(entering[r])
            cell.total = (grid[r - 1][c].total if r else 0) + cell.weight * cell.held
    return (
        np.array([[cell.held for cell in line] for line in grid], dtype="int8"),
        np.array([[cell.total for cell in line] for line in grid], dtype="int32"),
    )


def matmul_ws(a, w, rows, cols):
    for x in (a, w):
        if x.ndim != 2 or str(x.dtype) != "int8" or 0 in x.shape:
            raise ValueError("2-D int8")
    if a.shape[1] != w.shape[0] or min(rows, cols) < 1:
        raise ValueError("shape")
    m, k = a.shape
    n = w.shape[1]
    out = [[0] * n for _ in range(m)]
    clock = -1
    for k0 in range(0, k, rows):
        for n0 in range(0, n, cols):
            tile = np.zeros((rows, cols), "int8")
            part = w[k0 : k0 + rows, n0 : n0 + cols]
            tile[: len(part), : part.shape[1]] = part
            clock += rows
            state = np.zeros_like(tile), np.zeros(tile.shape, "int32")
            for now in range(m + rows + cols - 2):
                clock += 1
                edge = [
                    a[now - r, k0 + r] if 0 <= now - r < m and k0 + r < k else 0
                    for r in range(rows)
                ]
                state = step(tile, *state, np.array(edge, "int8"))
                for c in range(min(cols, n - n0)):
                    t = now - c - rows + 1
                    if 0 <= t < m:
                        out[t][n0 + c] += int(state[1][rows - 1, c])
    return np.array(out, "int32"), clock
