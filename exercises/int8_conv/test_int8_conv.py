"""Sample tests for exercise 12. Run them with: pytest exercises/int8_conv"""

import numpy as np
import pytest
from int8_conv import qlinear_conv

# The handout's worked example: one 3×3 image, two filters of 2×2, each with its own scale.
X = np.array([[[[128, 130, 126], [131, 128, 127], [129, 125, 128]]]], np.uint8)
W = np.array([[[[2, -1], [1, 3]]], [[[0, 4], [-2, 1]]]], np.int8)
ONE_X = (X, np.float32(0.5), np.uint8(128))  # array, scale, zero point
ONE_W = (W, np.array([0.25, 0.125], np.float32), np.zeros(2, np.int8))
Y = (np.float32(0.25), np.uint8(3))  # scale, zero point


def test_the_worked_example() -> None:
    y = qlinear_conv(*ONE_X, *ONE_W, *Y)
    assert y.tolist() == [[[[3, 5], [2, 2]], [[3, 1], [2, 3]]]]
    assert y.dtype == np.uint8


def test_the_bias_is_added_before_scaling() -> None:
    y = qlinear_conv(*ONE_X, *ONE_W, *Y, np.array([0, 3], np.int32))
    assert y.tolist() == [[[[3, 5], [2, 2]], [[4, 1], [3, 4]]]]


def test_padding_is_the_zero_point() -> None:
    y = qlinear_conv(*ONE_X, *ONE_W, *Y, padding=1)
    assert y[0, 0].tolist() == [[3, 6, 1, 2], [7, 3, 5, 1], [3, 2, 2, 2], [3, 5, 0, 3]]


def test_the_stride_skips() -> None:
    y = qlinear_conv(*ONE_X, *ONE_W, *Y, stride=(1, 2))
    assert y.tolist() == [[[[3], [2]], [[3], [2]]]]


def test_results_saturate() -> None:
    y = qlinear_conv(*ONE_X, *ONE_W, np.float32(0.001), np.int8(0))
    assert y[0, 0].tolist() == [[125, 127], [-128, -128]]
    assert y.dtype == np.int8


def test_sums_do_not_overflow() -> None:
    x, w = np.full((1, 100, 1, 1), 255, np.uint8), np.full((1, 100, 1, 1), 127, np.int8)
    one = np.float32(1)
    y = qlinear_conv(x, one, np.uint8(0), w, one, np.int8(0), np.float32(2**15), np.uint8(0))
    assert y.tolist() == [[[[99]]]]  # 3238500 / 32768 = 98.8


def test_three_channels_for_one_are_a_value_error() -> None:
    with pytest.raises(ValueError):
        qlinear_conv(X.repeat(3, axis=1), *ONE_X[1:], *ONE_W, *Y)


def test_a_scale_of_0_is_a_value_error() -> None:
    with pytest.raises(ValueError):
        qlinear_conv(*ONE_X, *ONE_W, np.float32(0), np.uint8(3))
