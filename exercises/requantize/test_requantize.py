"""Sample tests for exercise 13. Run them with: pytest exercises/requantize"""

import numpy as np
import pytest
from requantize import quantize_multiplier, requantize

ONE_HALF = 2**30  # q31 of 0.5: 2^30 / 2^31
ZERO = np.int8(0)


def sums(*values: int) -> np.ndarray:
    return np.array(values, np.int32)


def test_a_multiplier_is_an_integer_and_a_shift() -> None:
    assert quantize_multiplier(0.3) == (1288490189, -1)  # 0.6 · 2^31, and 2^−1
    assert quantize_multiplier(0.75) == (1610612736, 0)


def test_powers_of_two() -> None:
    assert quantize_multiplier(0.5) == (ONE_HALF, 0)
    assert quantize_multiplier(1.0) == (ONE_HALF, 1)
    assert quantize_multiplier(0.125) == (ONE_HALF, -2)


def test_2_to_the_31_does_not_fit_into_32_bits() -> None:
    assert quantize_multiplier(1 - 2.0**-40) == (ONE_HALF, 1)


def test_tiny_multipliers_are_0() -> None:
    assert quantize_multiplier(1e-12) == (0, 0)


def test_the_worked_example() -> None:
    q = requantize(sums(5, -5, 100, -101, 1000), 1288490189, -1, np.int8(-3))
    assert q.tolist() == [-1, -5, 27, -34, 127]
    assert q.dtype == np.int8


def test_the_first_rounding_takes_halves_up() -> None:
    assert requantize(sums(5, 3, 1, -1, -3, -5), ONE_HALF, 0, ZERO).tolist() == [3, 2, 1, 0, -1, -2]


def test_the_second_rounding_takes_halves_away_from_zero() -> None:
    assert requantize(sums(10, 6, 2, -2, -6), ONE_HALF, -1, ZERO).tolist() == [3, 2, 1, -1, -2]


def test_large_sums_saturate() -> None:
    assert requantize(sums(600, -600), ONE_HALF, 0, np.uint8(128)).tolist() == [255, 0]
    assert requantize(sums(2**31 - 1, -(2**31)), ONE_HALF, 0, ZERO).tolist() == [127, -128]


def test_a_multiplier_for_each_channel() -> None:
    acc = np.array([[[[8, 16]], [[8, 16]]]], np.int32)  # one image, two channels of 1×2
    shifts = np.array([[[0]], [[-2]]])
    q = requantize(acc, np.full((2, 1, 1), ONE_HALF), shifts, ZERO)
    assert q.tolist() == [[[[4, 8]], [[1, 2]]]]


def test_a_negative_multiplier_is_a_value_error() -> None:
    with pytest.raises(ValueError):
        quantize_multiplier(-0.5)


def test_sums_that_are_not_int32_are_a_value_error() -> None:
    with pytest.raises(ValueError):
        requantize(np.array([1.5]), ONE_HALF, 0, ZERO)
