"""Sample tests for exercise 7. Run them with: pytest exercises/fast_conv"""

import numpy as np
import pytest
from fast_conv import conv_layer

# One image of two channels, and two filters of two channels: the worked example of exercise 4.
X = np.array([[[[1, 2, 0], [0, 1, 3], [2, 0, 1]], [[0, 1, 2], [1, 0, 1], [2, 1, 0]]]], np.float32)
W = np.array(
    [
        [[[1, 0], [-1, 2]], [[0, 1], [1, -1]]],
        [[[0, 1], [0, -1]], [[1, 0], [-1, 0]]],
    ],
    np.float32,
)
B = np.array([-4, 1], np.float32)


def test_products_of_all_channels_and_the_bias() -> None:
    expected = [[[[1, 4], [-5, 1]], [[1, -1], [1, 2]]]]
    np.testing.assert_allclose(conv_layer(X, W, B), expected)


def test_relu_comes_last() -> None:
    expected = [[[[1, 4], [0, 1]], [[1, 0], [1, 2]]]]
    np.testing.assert_allclose(conv_layer(X, W, B, activation="relu"), expected)


def test_stride_and_padding_work_on_a_wide_image() -> None:
    x = np.array([[[[1, 2, 3, 4], [5, 6, 7, 8]]]], np.float32)  # one channel, 2 high, 4 wide
    w = np.array([[[[1, 10]]]], np.float32)
    y = conv_layer(x, w, np.array([100], np.float32), stride=(1, 2), padding=(0, 1))
    np.testing.assert_allclose(y, [[[[110, 132, 104], [150, 176, 108]]]])


def test_a_row_that_no_vector_divides_is_computed_to_its_end() -> None:
    x = np.arange(1, 20, dtype=np.float32).reshape(1, 1, 1, 19)
    w = np.array([[[[1, 0, -1]]]], np.float32)
    np.testing.assert_allclose(conv_layer(x, w, np.zeros(1, np.float32)), [[[[-2] * 17]]])


def test_every_image_starts_from_zero() -> None:
    batch = np.concatenate([X, 10 * X])
    y = conv_layer(batch, W, np.zeros(2, np.float32))
    np.testing.assert_allclose(y[1], 10 * y[0])
    np.testing.assert_allclose(y[0], [[[5, 8], [-1, 5]], [[0, -2], [0, 1]]])


def test_float32_stays_float32_and_integers_become_float64() -> None:
    assert conv_layer(X, W, B).dtype == np.float32
    x = np.full((1, 3, 1, 1), 200, dtype=np.uint8)
    y = conv_layer(x, np.ones((1, 3, 1, 1), np.uint8), np.zeros(1))
    assert y.dtype == np.float64
    np.testing.assert_allclose(y, [[[[600]]]])


def test_what_does_not_fit_is_a_value_error() -> None:
    with pytest.raises(ValueError):
        conv_layer(X, W[:, :1], B)  # filters for one channel, images of two
    with pytest.raises(ValueError):
        conv_layer(X, W, B, activation="sigmoid")
