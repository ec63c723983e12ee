"""Sample tests for exercise 4. Run them with: pytest exercises/conv_layer"""

import numpy as np
import pytest
from conv_layer import conv_layer

# One image of two channels, and two filters of two channels: the handout's worked example.
X = np.array([[[[1, 2, 0], [0, 1, 3], [2, 0, 1]], [[0, 1, 2], [1, 0, 1], [2, 1, 0]]]])
W = np.array(
    [
        [[[1, 0], [-1, 2]], [[0, 1], [1, -1]]],
        [[[0, 1], [0, -1]], [[1, 0], [-1, 0]]],
    ]
)
B = np.array([-4, 1])
SUMS = np.array([[[[5, 8], [-1, 5]], [[0, -2], [0, 1]]]])  # before the bias


def test_products_of_all_channels_are_added_up() -> None:
    np.testing.assert_allclose(conv_layer(X, W, np.zeros(2)), SUMS)


def test_the_bias_of_a_filter_is_added_once() -> None:
    expected = [[[[1, 4], [-5, 1]], [[1, -1], [1, 2]]]]
    np.testing.assert_allclose(conv_layer(X, W, B), expected)


def test_relu_comes_after_the_bias() -> None:
    expected = [[[[1, 4], [0, 1]], [[1, 0], [1, 2]]]]
    np.testing.assert_allclose(conv_layer(X, W, B, activation="relu"), expected)


def test_every_image_of_a_batch_is_computed() -> None:
    batch = np.concatenate([X, 10 * X])
    expected = np.concatenate([SUMS, 10 * SUMS])
    np.testing.assert_allclose(conv_layer(batch, W, np.zeros(2)), expected)


def test_stride_and_padding_work_on_a_wide_image() -> None:
    x = np.array([[[[1, 2, 3, 4], [5, 6, 7, 8]]]])  # one channel, 2 high, 4 wide
    w = np.array([[[[1, 10]]]])
    y = conv_layer(x, w, np.array([100]), stride=(1, 2), padding=(0, 1))
    np.testing.assert_allclose(y, [[[[110, 132, 104], [150, 176, 108]]]])


def test_three_filters_make_three_output_channels() -> None:
    x = np.array([[[[1, 2]], [[3, 4]]]])  # two channels, 1 high, 2 wide
    w = np.array([[[[1]], [[0]]], [[[0]], [[1]]], [[[1]], [[1]]]])
    expected = [[[[1, 2]], [[3, 4]], [[4, 6]]]]
    np.testing.assert_allclose(conv_layer(x, w, np.zeros(3)), expected)


def test_bright_uint8_pixels_do_not_overflow() -> None:
    x = np.full((1, 3, 1, 1), 200, dtype=np.uint8)
    w = np.ones((1, 3, 1, 1), dtype=np.uint8)
    np.testing.assert_allclose(conv_layer(x, w, np.zeros(1)), [[[[600]]]])


def test_missing_channels_and_an_unknown_activation_are_value_errors() -> None:
    with pytest.raises(ValueError):
        conv_layer(X, W[:, :1], B)  # filters for one channel, images of two
    with pytest.raises(ValueError):
        conv_layer(X, W, B, activation="sigmoid")
