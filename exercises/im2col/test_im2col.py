"""Sample tests for exercise 6. Run them with: pytest exercises/im2col"""

import numpy as np
import pytest
from im2col import conv_layer, im2col

# One image of two channels, and two filters of two channels: the handout's worked example.
X = np.array([[[[1, 2, 0], [0, 1, 3], [2, 0, 1]], [[0, 1, 2], [1, 0, 1], [2, 1, 0]]]], float)
W = np.array(
    [
        [[[1, 0], [-1, 2]], [[0, 1], [1, -1]]],
        [[[0, 1], [0, -1]], [[1, 0], [-1, 0]]],
    ],
    float,
)
PATCHES = [
    [1, 2, 0, 1, 0, 1, 1, 0],
    [2, 0, 1, 3, 1, 2, 0, 1],
    [0, 1, 2, 0, 1, 0, 2, 1],
    [1, 3, 0, 1, 0, 1, 1, 0],
]
SUMS = np.array([[[[5, 8], [-1, 5]], [[0, -2], [0, 1]]]])


def test_every_patch_is_a_row() -> None:
    np.testing.assert_array_equal(im2col(X, 2, 2), PATCHES)


def test_the_images_of_a_batch_follow_each_other() -> None:
    x = np.array([[[[1, 2, 3]]], [[[4, 5, 6]]]], float)  # two images, 1 high, 3 wide
    np.testing.assert_array_equal(im2col(x, 1, 2), [[1, 2], [2, 3], [4, 5], [5, 6]])


def test_stride_and_padding_decide_which_patches_there_are() -> None:
    x = np.array([[[[1, 2, 3, 4], [5, 6, 7, 8]]]], float)  # 2 high, 4 wide
    expected = [[0, 1], [2, 3], [4, 0], [0, 5], [6, 7], [8, 0]]
    np.testing.assert_array_equal(im2col(x, 1, 2, stride=(1, 2), padding=(0, 1)), expected)


def test_the_product_of_patches_and_filters_is_the_layer() -> None:
    np.testing.assert_allclose(conv_layer(X, W, np.zeros(2)), SUMS)


def test_bias_and_relu() -> None:
    expected = [[[[1, 4], [0, 1]], [[1, 0], [1, 2]]]]
    np.testing.assert_allclose(conv_layer(X, W, np.array([-4.0, 1.0]), activation="relu"), expected)


def test_a_batch_keeps_its_images_apart() -> None:
    batch = np.concatenate([X, 10 * X])
    expected = np.concatenate([SUMS, 10 * SUMS])
    np.testing.assert_allclose(conv_layer(batch, W, np.zeros(2)), expected)


def test_float32_stays_float32() -> None:
    x, w = X.astype(np.float32), W.astype(np.float32)
    assert im2col(x, 2, 2).dtype == np.float32
    assert conv_layer(x, w, np.zeros(2, np.float32)).dtype == np.float32


def test_bright_uint8_pixels_do_not_overflow() -> None:
    x = np.full((1, 3, 1, 1), 200, dtype=np.uint8)
    w = np.ones((1, 3, 1, 1), dtype=np.uint8)
    np.testing.assert_allclose(conv_layer(x, w, np.zeros(1)), [[[[600]]]])


def test_what_does_not_fit_is_a_value_error() -> None:
    with pytest.raises(ValueError):
        im2col(X, 4, 2)  # a kernel taller than the image
    with pytest.raises(ValueError):
        conv_layer(X, W[:, :1], np.zeros(2))  # filters for one channel, images of two
