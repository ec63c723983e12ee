"""A `step` to put in the place of a learner's: right but for one broken cell, and it counts.

What `matmul_ws` makes of it shows whether its sums really come out of the array: a broken cell
adds 1 to every sum that passes it, once for each tile from top to bottom.
"""

import numpy as np

from grader.checks import Submission, Wrong
from solutions.systolic_array.reference import multiply, tiles

SOURCE = """
def step(weights, activations, sums, entering):
    import numpy
    step.calls += 1
    activations = numpy.column_stack([entering, activations[:, :-1]])
    sums = numpy.vstack([numpy.zeros_like(sums[:1]), sums[:-1]])
    sums = (sums + numpy.int32(1) * weights * activations.astype(numpy.int32)).astype(numpy.int32)
    sums[{row}, {column}] += 1
    return activations.astype(numpy.int8), sums


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
        submission: the learner's.
        a: shape (M, K), int8.
        w: shape (K, N), int8.
        cells: rows and columns of the array.
        broken: row and column of the cell that adds 1 too much.

    Raises:
        Wrong: if it does not.
    """
    row, column = broken
    with submission.altered(SOURCE.format(row=row, column=column)) as altered:
        answer = altered.matmul_ws(a, w, *cells).value
        calls = altered.count_of_the_grader().value
    expected = multiply(a, w)
    expected[:, column :: cells[1]] += tiles(w.shape[0], cells[0])
    _compare_calls(calls, a, w, cells)
    got = answer[0] if isinstance(answer, tuple) and answer else None
    if not isinstance(got, np.ndarray) or not np.array_equal(got, expected):
        raise Wrong(
            f"we put a step in the place of yours whose cell in row {row}, column {column} is "
            f"broken: it adds 1 to every sum that passes. {_what_came(got, multiply(a, w))} "
            "Return the sums that leave the bottom row, and nothing computed beside the array"
        )


def _compare_calls(calls: object, a: np.ndarray, w: np.ndarray, cells: tuple[int, int]) -> None:
    rows, cols = cells
    folds = tiles(w.shape[0], rows) * tiles(w.shape[1], cols)
    streaming = len(a) + rows + cols - 2
    if calls != folds * streaming:
        many = "1 fold" if folds == 1 else f"{folds} folds"
        raise Wrong(
            f"a of {a.shape}, w of {w.shape}, {rows}×{cols} cells: {many}, each with M + rows + "
            f"cols − 2 = {streaming} cycles in which numbers move. So matmul_ws must call step "
            f"{folds * streaming} times; it called it {calls} times"
        )


def _what_came(got: object, unbroken: np.ndarray) -> str:
    if isinstance(got, np.ndarray) and np.array_equal(got, unbroken):
        return "Your product did not notice."
    return "Your product is not the one that such an array gives."
