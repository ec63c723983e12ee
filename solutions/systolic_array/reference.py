"""What is right in exercise 14: one cell, one number at a time, in Python's own integers."""

import numpy as np

# SCALE-Sim's own reports of (m, n, k) = (256, 128, 256) on 32×32 cells, and of AlexNet's conv1.
GEMM = {"os": 10_175, "ws": 11_199, "is": 14_207}
# SCALE-Sim's topology of AlexNet as (m, n, k), and its cycles: square arrays, "ws" and "os".
ALEXNET = {
    "conv1": (3025, 96, 363),
    "conv2": (529, 256, 2400),
    "conv3": (121, 384, 2304),
    "conv4": (121, 384, 3456),
    "conv5": (121, 256, 3456),
}
ALEXNET_CYCLES = {
    (32, "ws"): (112_283, 373_799, 185_759, 278_639, 185_759),
    (32, "os"): (121_124, 334_831, 113_567, 168_863, 112_575),
    (128, "ws"): (10_220, 34_617, 27_161, 40_742, 27_161),
    (128, "os"): (14_807, 26_539, 7_673, 11_129, 7_419),
    (256, "ws"): (7_581, 12_949, 15_965, 24_835, 12_417),
    (256, "os"): (10_475, 8_729, 5_627, 7_931, 3_965),
}


def tiles(size: int, cells: int) -> int:
    """How many strips of `cells` cover an axis of `size`."""
    return len(range(0, size, cells))


def last_cycle(m: int, n: int, k: int, rows: int, cols: int, dataflow: str) -> int:
    """The number of the last cycle: fold after fold, until the farthest cell has its last value.

    Value t reaches the cell in row r and column c in cycle t + r + c after loading, counted from 0.
    """
    down, across, through = {"ws": (k, n, m), "os": (m, n, k), "is": (k, m, n)}[dataflow]
    loading = {"ws": rows, "os": 0, "is": rows}[dataflow]
    farthest = (through - 1) + (rows - 1) + (cols - 1)
    return tiles(down, rows) * tiles(across, cols) * (loading + farthest + 1) - 1


def one_cycle(
    weights: np.ndarray, activations: np.ndarray, sums: np.ndarray, entering: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What every cell holds after a cycle, from what its neighbours held before."""
    moved, added = np.zeros_like(activations), np.zeros_like(sums)
    for (row, column), weight in np.ndenumerate(weights):
        came = int(activations[row, column - 1]) if column else int(entering[row])
        above = int(sums[row - 1, column]) if row else 0
        moved[row, column] = came
        added[row, column] = above + int(weight) * came
    return moved, added


def multiply(a: np.ndarray, w: np.ndarray) -> np.ndarray:
    """The matrix product, int32."""
    return np.array(
        [
            [sum(int(x) * int(y) for x, y in zip(row, column, strict=True)) for column in w.T]
            for row in a
        ],
        np.int32,
    )


def arrivals(a: np.ndarray, cols: int) -> np.ndarray:
    """What enters the left edge, cycle by cycle, to multiply by as many rows as a has columns.

    a[t, r] enters row r in cycle t + r; the last cycles let the sums leave `cols` columns.
    """
    m, rows = a.shape
    edges = np.zeros((m + rows + cols - 2, rows), a.dtype)
    for (t, row), value in np.ndenumerate(a):
        edges[t + row, row] = value
    return edges
