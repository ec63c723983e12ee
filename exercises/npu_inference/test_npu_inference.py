"""Sample tests for exercise 15. Run them with: pytest exercises/npu_inference"""

import numpy as np
import pytest
from npu_inference import calibrate, classify, predict, quantize_layer

PICTURE = np.array([[[[0.0, 1.0], [0.5, 0.25]]]], np.float32)
W = np.array([[[[0.5]]], [[[-0.3]]]], np.float32)
B = np.array([0.1, 0.2], np.float32)
LAYER = (W, B, 1, 0, "relu")


def test_ranges() -> None:
    lows, highs = calibrate(PICTURE, (LAYER,))
    # filter 0 gives 0.1 to 0.6, filter 1 0.2 to −0.1, which ReLU makes 0
    assert lows.tolist() == [0.0, 0.0]
    assert highs == pytest.approx([1.0, 0.6])
    assert lows.dtype == highs.dtype == np.float32


def test_integers_of_a_layer() -> None:
    weights, bias, q31, shift = quantize_layer(W, B, np.float32(1 / 255), np.float32(0.6 / 255))
    assert weights.dtype == np.int8
    assert weights.ravel().tolist() == [127, -127]
    assert bias.tolist() == [6477, 21590]  # 0.1 / (1/255 · 0.5/127), 0.2 / (1/255 · 0.3/127)
    assert bias.dtype == q31.dtype == shift.dtype == np.int32
    assert shift.tolist() == [-7, -7]  # 0.00656 = 0.83990 / 2**7, 0.00394 = 0.50394 / 2**7
    assert [int(q) >> 20 for q in q31] == [1720, 1032]


def one(
    weights: list[int],
    bias: list[int],
    x_zero: int = 0,
    y_zero: int = 0,
    activation: str | None = None,
) -> tuple[object, ...]:
    """A layer of 1×1 filters that halves its sums."""
    count = len(weights)
    return (
        np.array(weights, np.int8).reshape(count, 1, 1, 1),
        np.array(bias, np.int32),
        np.full(count, 2**30, np.int32),
        np.zeros(count, np.int32),
        np.int8(x_zero),
        np.int8(y_zero),
        1,
        0,
        activation,
    )


def test_one_pixel() -> None:
    x = np.array([[[[10]]]], np.int8)
    layer = one([3, -3, 0], [2, 2, 9], x_zero=4, y_zero=-5)
    scores, classes = predict(x, (layer,))
    # (10 − 4) · 3 + 2 = 20, half of it 10, − 5; (10 − 4) · −3 + 2 = −16, −8 − 5; 9 / 2 → 5 − 5
    assert scores.tolist() == [[5, -13, 0]]
    assert scores.dtype == np.int8
    assert classes.tolist() == [0]


def test_relu_cuts_at_the_zero_point() -> None:
    x = np.array([[[[10]]]], np.int8)
    layer = one([3, -3], [0, 0], y_zero=-5, activation="relu")
    assert predict(x, (layer,))[0].tolist() == [[10, -5]]


def test_two_pictures() -> None:
    x = np.array([10, -10], np.int8).reshape(2, 1, 1, 1)
    scores, classes = predict(x, (one([2, -2], [0, 0]),))
    assert scores.tolist() == [[10, -10], [-10, 10]]
    assert classes.tolist() == [0, 1]


def test_the_whole_path() -> None:
    bright = np.full((1, 1, 1, 1), 0.9, np.float32)
    dark = np.full((1, 1, 1, 1), 0.1, np.float32)
    w = np.array([1.0, -1.0], np.float32).reshape(2, 1, 1, 1)
    layers = ((w, np.array([-0.5, 0.5], np.float32), 1, 0, None),)
    images = np.concatenate([bright, dark])
    assert classify(images, images, layers).tolist() == [0, 1]


def test_what_makes_no_sense_is_a_value_error() -> None:
    with pytest.raises(ValueError):
        calibrate(PICTURE[:0], (LAYER,))
    with pytest.raises(ValueError):
        quantize_layer(W, B, np.float32(0), np.float32(1))
    with pytest.raises(ValueError):
        predict(PICTURE, (one([1], [0]),))
