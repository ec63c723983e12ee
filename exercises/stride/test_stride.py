"""Sample tests for exercise 2. Run them with: pytest exercises/stride"""

import numpy as np
import pytest
from stride import conv2d

IMAGE = np.array(
    [
        [1, 2, 3, 1, 1],
        [2, 1, 0, 0, 3],
        [3, 0, 1, 2, 0],
        [1, 2, 0, 0, 1],
        [1, 2, 0, 0, 2],
    ]
)
KERNEL = np.array([[1, 0, 1], [1, 0, 1], [0, 1, 0]])


def test_stride_1_is_exercise_1() -> None:
    np.testing.assert_allclose(conv2d(IMAGE, KERNEL), [[6, 5, 9], [8, 3, 4], [7, 4, 2]])


def test_stride_2_on_the_worked_example() -> None:
    np.testing.assert_allclose(conv2d(IMAGE, KERNEL, 2), [[6, 9], [7, 2]])


def test_a_last_step_that_would_leave_the_image_is_not_taken() -> None:
    image = np.array([[1, 2, 3, 4, 5, 6]])
    kernel = np.array([[1, 1, 1]])
    # Starts at 0 and at 2. A start at 4 would need pixels 4, 5 and 6, and there is no pixel 6.
    np.testing.assert_allclose(conv2d(image, kernel, 2), [[6, 12]])


def test_vertical_and_horizontal_steps_may_differ() -> None:
    np.testing.assert_allclose(conv2d(IMAGE, KERNEL, (2, 1)), [[6, 5, 9], [7, 4, 2]])
    np.testing.assert_allclose(conv2d(IMAGE, KERNEL, (1, 2)), [[6, 9], [8, 4], [7, 2]])


def test_a_step_may_be_longer_than_the_kernel() -> None:
    image = np.array([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]])  # 3 high, 4 wide
    np.testing.assert_allclose(conv2d(image, np.array([[1]]), 2), [[1, 3], [9, 11]])


def test_bright_uint8_pixels_do_not_overflow() -> None:
    image = np.array([[200, 200, 0, 100, 200]], dtype=np.uint8)
    kernel = np.array([[2, 2]], dtype=np.uint8)
    np.testing.assert_allclose(conv2d(image, kernel, 3), [[800, 600]])


@pytest.mark.parametrize("stride", [0, -1, (1, 0)])
def test_a_stride_below_1_is_a_value_error(stride: int | tuple[int, int]) -> None:
    with pytest.raises(ValueError):
        conv2d(IMAGE, KERNEL, stride)
