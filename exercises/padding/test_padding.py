"""Sample tests for exercise 3. Run them with: pytest exercises/padding"""

import numpy as np
import pytest
from padding import conv2d, output_size

IMAGE = np.array([[2, 0, 1], [1, 3, 2], [0, 1, 4]])
KERNEL = np.array([[0, 1, 0], [1, 2, 0], [0, 0, 1]])

WIDE_IMAGE = np.array([[1, 2, 3, 4], [5, 6, 7, 8]])  # 2 high, 4 wide
EVEN_KERNEL = np.array([[1, 10]])


def test_output_size_counts_the_places_where_the_kernel_stops() -> None:
    assert output_size(5, 3, 1, 0) == 3
    assert output_size(5, 3, 1, 1) == 5  # 1 + 5 + 1 = 7 pixels
    assert output_size(6, 3, 2, 1) == 3  # 8 pixels: starts at 0, 2 and 4
    assert output_size(7, 3, 2, "same") == 4  # 7 / 2, rounded up


def test_padding_1_on_the_worked_example() -> None:
    expected = [[7, 4, 2], [5, 11, 8], [1, 5, 11]]
    np.testing.assert_allclose(conv2d(IMAGE, KERNEL, padding=1), expected)


def test_padding_0_is_exercise_1() -> None:
    np.testing.assert_allclose(conv2d(IMAGE, KERNEL), [[11]])


def test_vertical_padding_goes_above_and_below() -> None:
    expected = [[0, 0, 0], [21, 32, 43], [65, 76, 87], [0, 0, 0]]
    np.testing.assert_allclose(conv2d(WIDE_IMAGE, EVEN_KERNEL, padding=(1, 0)), expected)


def test_horizontal_padding_goes_to_the_left_and_to_the_right() -> None:
    expected = [[10, 21, 32, 43, 4], [50, 65, 76, 87, 8]]
    np.testing.assert_allclose(conv2d(WIDE_IMAGE, EVEN_KERNEL, padding=(0, 1)), expected)


def test_same_with_an_even_kernel_puts_the_extra_zero_on_the_right() -> None:
    expected = [[21, 32, 43, 4], [65, 76, 87, 8]]
    np.testing.assert_allclose(conv2d(WIDE_IMAGE, EVEN_KERNEL, padding="same"), expected)


def test_same_with_stride_2_needs_only_one_zero_here() -> None:
    image = np.array([[1, 2, 3, 4]])
    kernel = np.array([[1, 1, 1]])
    # The starts are 0 and 2: 1 + 2 + 3 = 6 and 3 + 4 + 0 = 7.
    np.testing.assert_allclose(conv2d(image, kernel, 2, "same"), [[6, 7]])


@pytest.mark.parametrize("padding", [-1, (0, -1), "valid"])
def test_negative_padding_and_unknown_words_are_value_errors(
    padding: int | tuple[int, int] | str,
) -> None:
    with pytest.raises(ValueError):
        conv2d(IMAGE, KERNEL, padding=padding)
