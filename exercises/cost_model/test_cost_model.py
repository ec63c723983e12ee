"""Sample tests for exercise 5. Run them with: pytest exercises/cost_model"""

import pytest
from cost_model import attainable, bytes_moved, macs

PHOTOGRAPH = (1, 3, 224, 224)  # one image, 3 channels, 224×224 pixels
FILTERS = (64, 3, 3, 3)  # 64 filters of 3×3 for 3 channels


def test_macs_of_the_worked_example() -> None:
    assert macs((1, 2, 4, 5), (3, 2, 3, 3)) == 324  # 3 · 2 · 3 output values, 2 · 3 · 3 products


def test_bytes_of_the_worked_example() -> None:
    assert bytes_moved((1, 2, 4, 5), (3, 2, 3, 3)) == 448  # (40 + 54 + 18) values, 4 bytes each


def test_the_first_layer_of_vgg_16() -> None:
    assert macs(PHOTOGRAPH, FILTERS, padding=1) == 86_704_128
    assert macs(PHOTOGRAPH, FILTERS, padding="same") == 86_704_128


def test_the_first_layer_of_alexnet_has_stride_4() -> None:
    assert macs((1, 3, 227, 227), (96, 3, 11, 11), stride=4) == 105_415_200


def test_stride_2_leaves_a_quarter() -> None:
    assert macs((1, 1, 8, 8), (1, 1, 1, 1)) == 64
    assert macs((1, 1, 8, 8), (1, 1, 1, 1), stride=2) == 16
    assert macs((1, 1, 8, 8), (1, 1, 1, 1), stride=(2, 1)) == 32


def test_two_images_take_twice_the_work_but_share_the_weights() -> None:
    assert macs((2, 2, 4, 5), (3, 2, 3, 3)) == 2 * 324
    assert bytes_moved((2, 2, 4, 5), (3, 2, 3, 3)) == (80 + 54 + 36) * 4


def test_padding_makes_more_output_but_zeros_are_not_fetched() -> None:
    assert bytes_moved((1, 1, 2, 2), (1, 1, 3, 3), padding=1) == (4 + 9 + 4) * 4


def test_int8_values_have_one_byte() -> None:
    assert bytes_moved((1, 2, 4, 5), (3, 2, 3, 3), itemsize=1) == 112


def test_the_lower_roof_counts() -> None:
    assert attainable(100.0, 10.0, 2.0) == pytest.approx(20.0)  # memory: 10 · 2
    assert attainable(100.0, 10.0, 30.0) == pytest.approx(100.0)  # arithmetic


@pytest.mark.parametrize(
    ("x_shape", "w_shape", "stride"),
    [
        ((1, 3, 8, 8), (4, 2, 3, 3), 1),  # 3 channels, and filters for 2
        ((1, 3, 2, 8), (4, 3, 3, 3), 1),  # the kernel is too tall
        ((1, 3, 8, 8), (4, 3, 3, 3), 0),  # never advances
    ],
)
def test_what_does_not_fit_is_a_value_error(
    x_shape: tuple[int, int, int, int], w_shape: tuple[int, int, int, int], stride: int
) -> None:
    with pytest.raises(ValueError):
        macs(x_shape, w_shape, stride)
    with pytest.raises(ValueError):
        bytes_moved(x_shape, w_shape, stride)


def test_a_chip_without_bandwidth_is_a_value_error() -> None:
    with pytest.raises(ValueError):
        attainable(100.0, 0.0, 2.0)
