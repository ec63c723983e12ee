"""Sample tests for exercise 1. Run them with: pytest exercises/convolution"""

import numpy as np
import pytest
from convolution import conv2d

KERNEL = np.array([[1, 0, 1], [1, 0, 1], [0, 1, 0]])


def test_one_patch_gives_one_number() -> None:
    patch = np.array([[1, 2, 3], [2, 1, 0], [3, 0, 1]])
    np.testing.assert_allclose(conv2d(patch, KERNEL), [[6]])


def test_the_kernel_visits_every_position_of_the_worked_example() -> None:
    image = np.array(
        [
            [1, 2, 3, 1, 1],
            [2, 1, 0, 0, 3],
            [3, 0, 1, 2, 0],
            [1, 2, 0, 0, 1],
            [1, 2, 0, 0, 2],
        ]
    )
    np.testing.assert_allclose(conv2d(image, KERNEL), [[6, 5, 9], [8, 3, 4], [7, 4, 2]])


def test_neither_image_nor_kernel_need_be_square() -> None:
    image = np.array([[1, 2, 3, 4], [5, 6, 7, 8]])  # 2 high, 4 wide
    kernel = np.array([[1, 0, 2]])  # 1 high, 3 wide
    np.testing.assert_allclose(conv2d(image, kernel), [[7, 10], [19, 22]])


def test_the_kernel_is_not_flipped() -> None:
    image = np.array([[1, 2, 3]])
    kernel = np.array([[10, 1]])
    np.testing.assert_allclose(conv2d(image, kernel), [[12, 23]])  # flipped: [[21, 32]]


def test_bright_uint8_pixels_do_not_overflow() -> None:
    image = np.array([[200, 200]], dtype=np.uint8)
    kernel = np.array([[2, 2]], dtype=np.uint8)
    np.testing.assert_allclose(conv2d(image, kernel), [[800]])


def test_the_arguments_are_not_changed() -> None:
    image = np.array([[1.0, 2.0], [3.0, 4.0]])
    kernel = np.array([[0.5, 0.5]])
    np.testing.assert_allclose(conv2d(image, kernel), [[1.5], [3.5]])
    np.testing.assert_allclose(image, [[1.0, 2.0], [3.0, 4.0]])
    np.testing.assert_allclose(kernel, [[0.5, 0.5]])


def test_a_kernel_wider_than_the_image_is_a_value_error() -> None:
    with pytest.raises(ValueError):
        conv2d(np.array([[1, 2], [3, 4]]), np.array([[1, 1, 1]]))
