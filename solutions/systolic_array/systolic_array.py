"""Exercise 14, systolic_array: a matrix product on a grid of cells that only know their neighbours.

A convolution becomes such a product: (M, K) · (K, N) with M output pixels, N filters and
K = KH · KW · C products for each output value.
"""

import numpy as np


def cycles(m: int, n: int, k: int, rows: int, cols: int, dataflow: str) -> int:
    """How long an array of rows×cols cells needs for a product (M, K) · (K, N).

    The array is never kept waiting by memory. Every fold takes the whole array, also where fewer
    cells are needed. Cycles are counted as SCALE-Sim (Samajdar et al. 2020) does.

    Args:
        m: rows of the left matrix.
        n: columns of the right matrix.
        k: columns of the left matrix, which are the rows of the right one.
        rows: cells from top to bottom.
        cols: cells from left to right.
        dataflow: what stays in the cells: "ws" weights, "os" outputs, "is" inputs.

    Returns:
        The number of the last cycle, where the first is cycle 0: a plain int, exact however large.

    Raises:
        ValueError: if one of the five sizes is less than 1, or for another dataflow.
    """
    ### BEGIN SOLUTION
    shapes = {"ws": (k, n, m), "os": (m, n, k), "is": (k, m, n)}
    if dataflow not in shapes:
        raise ValueError(f'the dataflow is "ws", "os" or "is", not {dataflow!r}')
    if min(m, n, k, rows, cols) < 1:
        raise ValueError(f"sizes must be at least 1, not {(m, n, k, rows, cols)}")
    down, across, through = shapes[dataflow]
    folds = -(-down // rows) * -(-across // cols)  # each rounded up
    loading = 0 if dataflow == "os" else rows
    return folds * (loading + through + rows + cols - 2) - 1
    ### END SOLUTION


def step(
    weights: np.ndarray, activations: np.ndarray, sums: np.ndarray, entering: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """One clock cycle of all cells: activations go right, sums go down.

    Every cell takes the activation that its left neighbour held and the sum that its upper
    neighbour held, adds its weight times that activation to that sum, and holds both. The first
    column takes `entering` instead, the top row sums of 0. All cells do this at the same time.

    Args:
        weights: int8, shape (rows, cols): what stays in the cells.
        activations: int8, shape (rows, cols): what the cells hold before the cycle.
        sums: int32, shape (rows, cols): what the cells hold before the cycle.
        entering: int8, shape (rows,): what arrives at the left edge.

    Returns:
        The activations (int8) and the sums (int32) after the cycle, new arrays of shape
        (rows, cols). The sums are exact as long as they fit into int32.
    """
    ### BEGIN SOLUTION
    arrived = np.column_stack([entering, activations[:, :-1]])
    above = np.vstack([np.zeros_like(sums[:1]), sums[:-1]])
    return arrived, above + weights.astype(np.int32) * arrived
    ### END SOLUTION


def matmul_ws(a: np.ndarray, w: np.ndarray, rows: int, cols: int) -> tuple[np.ndarray, int]:
    """A matrix product on a weight-stationary array of rows×cols cells, cycle by cycle.

    w is cut into tiles of rows×cols, filled up with zeros. Each tile is a fold: its weights are
    loaded in `rows` cycles, then all of a streams through, one call of `step` a cycle, until the
    last sum has left the bottom row. Sums of tiles one below the other are added up outside.

    Args:
        a: activations, int8, shape (M, K).
        w: weights, int8, shape (K, N).
        rows: cells from top to bottom.
        cols: cells from left to right.

    Returns:
        The product a · w, int32, shape (M, N), exact (K up to 131,071 cannot overflow); and the
        number of the last cycle, counted while stepping, where the first is cycle 0: a plain int,
        the same as `cycles(m, n, k, rows, cols, "ws")`.

    Raises:
        ValueError: if a or w is not a 2-D int8 array with at least one row and column, if K
            differs, or if rows or cols is less than 1.
    """
    ### BEGIN SOLUTION
    _refuse(a, w, rows, cols)
    (m, k), n = a.shape, w.shape[1]
    product = np.zeros((m, n), np.int32)
    elapsed = 0
    for i in range(0, k, rows):
        for j in range(0, n, cols):
            weights, loading = _load(w[i : i + rows, j : j + cols], rows, cols)
            sums, streaming = _stream(a[:, i : i + rows], weights)
            product[:, j : j + cols] += sums[:, : n - j]
            elapsed += loading + streaming
    return product, elapsed - 1


def _refuse(a: np.ndarray, w: np.ndarray, rows: int, cols: int) -> None:
    for name, array in {"a": a, "w": w}.items():
        if array.ndim != 2 or array.dtype != np.int8 or array.size == 0:
            raise ValueError(f"{name} must be 2-D and int8, not {array.dtype} of {array.shape}")
    if a.shape[1] != w.shape[0]:
        raise ValueError(f"a has {a.shape[1]} columns and w has {w.shape[0]} rows")
    if rows < 1 or cols < 1:
        raise ValueError(f"there is no array of {rows}×{cols} cells")


def _load(tile: np.ndarray, rows: int, cols: int) -> tuple[np.ndarray, int]:
    """Weights enter at the top, the last row first, and move down one row a cycle."""
    filled = np.zeros((rows, cols), np.int8)
    filled[: tile.shape[0], : tile.shape[1]] = tile
    weights = np.zeros_like(filled)
    for row in filled[::-1]:
        weights = np.vstack([row, weights[:-1]])
    return weights, rows


def _stream(a: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, int]:
    """Every row of a through the array. Returns (M, cols) sums, and how many cycles it took."""
    m, (rows, cols) = len(a), weights.shape
    entering = np.zeros((m + rows + cols - 2, rows), np.int8)
    for row in range(a.shape[1]):
        entering[row : row + m, row] = a[:, row]  # the skew: each row starts one cycle later
    activations = np.zeros((rows, cols), np.int8)
    sums = np.zeros((rows, cols), np.int32)
    bottom = np.zeros((len(entering), cols), np.int32)
    for cycle, edge in enumerate(entering):
        activations, sums = step(weights, activations, sums, edge)
        bottom[cycle] = sums[-1]
    first = rows - 1  # the first cycle in which the first column has a whole sum
    columns = [bottom[first + c : first + c + m, c] for c in range(cols)]
    return np.column_stack(columns), len(entering)
    ### END SOLUTION
