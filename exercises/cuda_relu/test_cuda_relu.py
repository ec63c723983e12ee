"""Sample tests for exercise 8. Run them with: pytest exercises/cuda_relu

No GPU is needed: numba runs the kernel on the CPU, thread by thread. With an NVIDIA GPU, put
NUMBA_ENABLE_CUDASIM=0 in front of the command.
"""

import os

os.environ.setdefault("NUMBA_ENABLE_CUDASIM", "1")  # before numba is imported

import numpy as np
import pytest
from cuda_relu import launch_shape, relu

X = np.array([3, -1, 0, -2.5, 7, 0.5, -8], np.float32)
EXPECTED = [3, 0, 0, 0, 7, 0.5, 0]


def run(grid: int, block: int) -> np.ndarray:
    out = np.full(7, 99, np.float32)
    relu[grid, block](X, out)
    return out


def test_seven_values_and_eight_threads() -> None:
    np.testing.assert_array_equal(run(grid=2, block=4), EXPECTED)


def test_many_more_threads_than_values() -> None:
    np.testing.assert_array_equal(run(grid=3, block=32), EXPECTED)


def test_two_threads_do_seven_values() -> None:
    np.testing.assert_array_equal(run(grid=1, block=2), EXPECTED)


def test_blocks_for_1000_values() -> None:
    assert launch_shape(1000) == (4, 256)  # 3 · 256 = 768 would not do
    assert launch_shape(1024) == (4, 256)
    assert launch_shape(1025) == (5, 256)
    assert launch_shape(1000, threads=128) == (8, 128)


def test_at_least_one_block() -> None:
    assert launch_shape(0) == (1, 256)


def test_a_block_has_at_most_1024_threads() -> None:
    with pytest.raises(ValueError):
        launch_shape(1000, threads=1025)
    with pytest.raises(ValueError):
        launch_shape(-1)
