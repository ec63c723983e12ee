"""Sample tests for exercise 10. Run them with: pytest exercises/cuda_conv_tiled

No GPU is needed: numba runs the kernel on the CPU, thread by thread. That does not notice a missing
barrier or a bank conflict; `grade cuda_conv_tiled` does. With an NVIDIA GPU, put
NUMBA_ENABLE_CUDASIM=0 in front of the command.
"""

import os

os.environ.setdefault("NUMBA_ENABLE_CUDASIM", "1")  # before numba is imported

import numpy as np
import pytest
from cuda_conv_tiled import TILE, conv2d


def layer(x: np.ndarray, w: np.ndarray, bias: float = 0, padding: int = 0) -> np.ndarray:
    """Launch conv2d on as many blocks as it takes."""
    rows = x.shape[2] + 2 * padding - w.shape[2] + 1
    columns = x.shape[3] + 2 * padding - w.shape[3] + 1
    out = np.full((len(x), len(w), rows, columns), 99, np.float32)
    grid = (-(-columns // TILE), -(-rows // TILE), len(x) * len(w))
    arrays = (array.astype(np.float32) for array in (x, w, np.full(len(w), bias)))
    conv2d[grid, (TILE, TILE)](*arrays, padding, out)
    return out


def test_one_pixel() -> None:
    assert layer(np.array([[[[3.0]]]]), np.array([[[[2.0]]]])).tolist() == [[[[6]]]]


def test_the_worked_example() -> None:
    x = np.array([[[[1, 2, 0], [0, 1, 3], [2, 0, 1]], [[0, 1, 2], [1, 0, 1], [2, 1, 0]]]])
    w = np.array([[[[1, 0], [-1, 2]], [[0, 1], [1, -1]]], [[[0, 1], [0, -1]], [[1, 0], [-1, 0]]]])
    assert layer(x, w).tolist() == [[[[5, 8], [-1, 5]], [[0, -2], [0, 1]]]]


def test_the_bias_is_added_once() -> None:
    x, w = np.ones((1, 3, 1, 1)), np.ones((2, 3, 1, 1))
    assert layer(x, w, bias=10).ravel().tolist() == [13, 13]


def test_zeros_around_the_image() -> None:
    x, w = np.ones((1, 1, 3, 4)), np.ones((1, 1, 3, 3))
    assert layer(x, w, padding=1).tolist() == [[[[4, 6, 6, 4], [6, 9, 9, 6], [4, 6, 6, 4]]]]


@pytest.mark.parametrize("columns", [16, 17])
def test_a_row_of_one_tile_and_of_one_more(columns: int) -> None:
    x, w = np.arange(columns + 1).reshape(1, 1, 1, -1), np.ones((1, 1, 1, 2))
    assert layer(x, w).ravel().tolist() == [2 * j + 1 for j in range(columns)]


def test_a_kernel_of_7_rows() -> None:
    x, w = np.arange(8).reshape(1, 1, 8, 1), np.ones((1, 1, 7, 1))
    assert layer(x, w).ravel().tolist() == [21, 28]


def test_two_images() -> None:
    x, w = np.array([1, 2]).reshape(2, 1, 1, 1), np.array([10, 20]).reshape(2, 1, 1, 1)
    assert layer(x, w).ravel().tolist() == [10, 20, 20, 40]
