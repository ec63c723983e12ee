"""Sample tests for exercise 11. Run them with: pytest exercises/quantize"""

import numpy as np
import pytest
from quantize import choose_scale, dequantize, quantize

HALF = np.float32(0.5)  # a scale


def test_a_range_is_spread_over_256_integers() -> None:
    scale, zero_point = choose_scale(-27.5, 100.0, "uint8")
    assert scale == 0.5  # 127.5 / 255
    assert zero_point == 55  # 27.5 / 0.5 steps below zero
    assert scale.dtype == np.float32
    assert zero_point.dtype == np.uint8


def test_int8_is_128_lower() -> None:
    assert choose_scale(-27.5, 100.0, "int8") == (0.5, -73)


def test_symmetric_scales_have_zero_point_0() -> None:
    assert choose_scale(-27.5, 63.5, "int8", symmetric=True) == (0.5, 0)  # 63.5 / 127


def test_every_range_contains_zero() -> None:
    assert choose_scale(102.0, 127.5, "uint8") == (0.5, 0)  # widened to 0 … 127.5


def test_a_range_of_zeros_has_scale_1() -> None:
    assert choose_scale(0.0, 0.0, "uint8") == (1.0, 0)


def test_the_worked_example() -> None:
    x = np.array([-27.5, 0.0, 10.2, 100.0, 200.0], np.float32)
    q = quantize(x, HALF, np.uint8(55))
    assert q.tolist() == [0, 55, 75, 255, 255]
    assert q.dtype == np.uint8


def test_halves_go_to_the_even_neighbour() -> None:
    x = np.array([0.25, 0.75, 1.25, -0.25, -0.75], np.float32)  # 0.5, 1.5, 2.5, −0.5, −1.5 steps
    assert quantize(x, HALF, np.int8(0)).tolist() == [0, 2, 2, 0, -2]
    assert quantize(x, HALF, np.int8(1)).tolist() == [1, 3, 3, 1, -1]  # rounded before adding 1


def test_each_row_can_have_its_own_scale() -> None:
    x = np.array([[1.0, 2.0], [10.0, 20.0]], np.float32)
    scales, zero_points = np.array([0.5, 5.0], np.float32), np.array([0, 10], np.int8)
    assert quantize(x, scales, zero_points, axis=0).tolist() == [[2, 4], [12, 14]]


def test_back_to_real_numbers() -> None:
    q = np.array([0, 55, 75, 255], np.uint8)
    x = dequantize(q, HALF, np.uint8(55))
    assert x.tolist() == [-27.5, 0.0, 10.0, 100.0]
    assert x.dtype == np.float32


def test_a_scale_of_0_is_a_value_error() -> None:
    with pytest.raises(ValueError):
        quantize(np.ones(3, np.float32), np.float32(0), np.int8(0))
    with pytest.raises(ValueError):
        dequantize(np.ones(3, np.int8), np.float32(0), np.int8(0))


def test_an_upside_down_range_is_a_value_error() -> None:
    with pytest.raises(ValueError):
        choose_scale(1.0, -1.0, "uint8")
