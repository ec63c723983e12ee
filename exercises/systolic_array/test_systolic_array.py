"""Sample tests for exercise 14. Run them with: pytest exercises/systolic_array"""

import numpy as np
import pytest
from systolic_array import cycles, matmul_ws, step

A = np.array([[1, 2, 3], [4, 5, 6], [-1, 0, 2], [3, -2, 1]], np.int8)
W = np.array([[1, -1, 2], [0, 3, 1], [2, 1, -2]], np.int8)
PRODUCT = [[7, 8, -2], [16, 17, 1], [3, 3, -6], [5, -8, 2]]


def test_one_fold() -> None:
    # (4×3) · (3×2) on 3×2 cells: 3 cycles of loading, 4 + 3 + 2 − 2 of streaming, minus 1
    assert cycles(4, 2, 3, 3, 2, "ws") == 9


def test_four_folds() -> None:
    assert cycles(4, 3, 3, 2, 2, "ws") == 31


def test_outputs_need_no_loading() -> None:
    assert cycles(4, 2, 3, 4, 2, "os") == 6  # 3 + 4 + 2 − 2, minus 1


@pytest.mark.parametrize(("dataflow", "expected"), [("os", 10175), ("ws", 11199), ("is", 14207)])
def test_the_reports_of_scale_sim(dataflow: str, expected: int) -> None:
    assert cycles(256, 128, 256, 32, 32, dataflow) == expected


def test_activations_go_right() -> None:
    held = np.array([[1, 2, 3], [4, 5, 6]], np.int8)
    zeros = np.zeros((2, 3), np.int32)
    moved, _ = step(np.ones((2, 3), np.int8), held, zeros, np.array([7, 8], np.int8))
    assert moved.tolist() == [[7, 1, 2], [8, 4, 5]]


def test_sums_go_down() -> None:
    weights = np.array([[2, 3], [4, 5]], np.int8)
    held = np.array([[1, 0], [1, 0]], np.int8)
    sums = np.array([[10, 20], [30, 40]], np.int32)
    _, added = step(weights, held, sums, np.array([6, 7], np.int8))
    # top row: 0 + 2·6, 0 + 3·1; bottom row: 10 + 4·7, 20 + 5·1
    assert added.tolist() == [[12, 3], [38, 25]]


def test_step_makes_new_arrays() -> None:
    held, sums = np.ones((2, 2), np.int8), np.ones((2, 2), np.int32)
    step(np.ones((2, 2), np.int8), held, sums, np.zeros(2, np.int8))
    assert held.tolist() == [[1, 1], [1, 1]]
    assert sums.tolist() == [[1, 1], [1, 1]]


@pytest.mark.parametrize(
    ("rows", "cols", "expected"), [(3, 3, 10), (2, 2, 31), (1, 1, 44), (4, 5, 14)]
)
def test_the_worked_example(rows: int, cols: int, expected: int) -> None:
    product, last = matmul_ws(A, W, rows, cols)
    assert product.dtype == np.int32
    assert product.tolist() == PRODUCT
    assert last == expected == cycles(4, 3, 3, rows, cols, "ws")


def test_sums_are_wider_than_8_bits() -> None:
    a, w = np.full((1, 50), -128, np.int8), np.full((50, 1), -128, np.int8)
    product, _ = matmul_ws(a, w, 4, 1)
    assert product.tolist() == [[819200]]


def test_what_makes_no_sense_is_a_value_error() -> None:
    with pytest.raises(ValueError):
        cycles(4, 3, 3, 0, 2, "ws")
    with pytest.raises(ValueError):
        cycles(4, 3, 3, 2, 2, "both")
    with pytest.raises(ValueError):
        matmul_ws(A, W[:2], 2, 2)
    with pytest.raises(ValueError):
        matmul_ws(A.astype(float), W.astype(float), 2, 2)
