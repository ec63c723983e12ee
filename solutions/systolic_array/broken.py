"""A learner's own `step`, put in its own place with one broken cell; and it counts its calls.

What `matmul_ws` makes of it shows whether its sums really come out of the array: a broken cell
adds 1 to every sum that passes it, once for each tile from top to bottom.
"""

import numpy as np

from grader.checks import Submission, differs, equals
from solutions.systolic_array.parts import RESULT, part
from solutions.systolic_array.reference import multiply, tiles

# Student kits hold this text: nothing in it says how step is written.
SOURCE = """
def step(weights, activations, sums, entering, whole=step):
    step.calls += 1
    activations, sums = whole(weights, activations, sums, entering)
    sums = sums.copy()
    sums[{row}, {column}] += 1
    return activations, sums


step.calls = 0


def count_of_the_grader():
    return step.calls
"""


def run_with_broken_cell(
    submission: Submission,
    a: np.ndarray,
    w: np.ndarray,
    cells: tuple[int, int],
    broken: tuple[int, int],
) -> None:
    """`matmul_ws` calls `step` once a cycle, and gives what leaves an array with a broken cell.

    Args:
        submission: the learner's, whose `step` is right.
        a: shape (M, K), int8.
        w: shape (K, N), int8.
        cells: rows and columns of the array.
        broken: row and column of the cell that adds 1 too much.

    Raises:
        Wrong: if it does not.
    """
    row, column = broken
    with submission.altered(SOURCE.format(row=row, column=column)) as altered:
        answer = altered.matmul_ws(a, w, *cells)
        count, said = _calls(a, w, cells)
        equals(altered.count_of_the_grader(), count, said)
    unbroken = multiply(a, w)
    expected = unbroken.copy()
    expected[:, column :: cells[1]] += tiles(w.shape[0], cells[0])
    where = f"row {row}, column {column}"
    ours = f"we gave your step a broken cell in {where}: it adds 1 to every sum that passes. "
    advice = " Return the sums that leave the bottom row, and nothing computed beside the array"
    with part(answer, RESULT, "product") as product:
        differs(product, unbroken, f"{ours}Your product did not notice.{advice}")
        other = "Your product is not the one that such an array gives."
        equals(product, expected, f"{ours}{other}{advice}")


def _calls(a: np.ndarray, w: np.ndarray, cells: tuple[int, int]) -> tuple[int, str]:
    """How often `step` must be called, and what is said to whoever calls it {got} times."""
    rows, cols = cells
    folds = tiles(w.shape[0], rows) * tiles(w.shape[1], cols)
    streaming = len(a) + rows + cols - 2
    many = "1 fold" if folds == 1 else f"{folds} folds"
    return folds * streaming, (
        f"a of {a.shape}, w of {w.shape}, {rows}×{cols} cells: {many}, each with M + rows + "
        f"cols − 2 = {streaming} cycles in which numbers move. So matmul_ws must call step "
        f"{folds * streaming} times; it called it {{got}} times"
    )
