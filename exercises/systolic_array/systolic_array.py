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
    # YOUR CODE HERE
    raise NotImplementedError()


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
    # YOUR CODE HERE
    raise NotImplementedError()


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
    # YOUR CODE HERE
    raise NotImplementedError()
