"""The 8-bit references and the model solutions give what shipping engines gave.

The engines' answers are in golden/int8.npz, made by golden/make_int8.py; no engine is needed here.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from solutions.int8_conv.int8_conv import qlinear_conv
from solutions.quantize import quantize as solution
from solutions.reference_int8 import accumulate, along, dequantize, multiplier, quantize, scale_of
from solutions.requantize.requantize import quantize_multiplier, requantize
from tests.oracles.layers import Layer, onnx_answer, sums_of, tflite_answer

Arrays = dict[str, np.ndarray]


def load() -> dict[str, Arrays]:
    """Case → its arguments, and the engine's answer."""
    cases: dict[str, Arrays] = {}
    with np.load(Path(__file__).parent / "golden" / "int8.npz") as file:
        for key in file:
            if key != "engines":
                case, _, name = key.rpartition("/")
                cases.setdefault(case, {})[name] = file[key]
    return cases


GOLDEN = load()


def chosen(*operators: str) -> list[Any]:
    """The cases of some operators, as parameters of a test."""
    found = [
        pytest.param(case, id=name) for name, case in GOLDEN.items() if name.startswith(operators)
    ]
    assert len(found) >= 2 * len(operators)
    return found


def layer_of(case: Arrays) -> tuple[Layer, int, Any]:
    """A layer, its stride and its padding."""
    arguments: list[Any] = [case[name][()] for name in Layer._fields]
    return Layer(*arguments), int(case["stride"]), case["padding"].item()


def same(answer: np.ndarray, expected: np.ndarray) -> None:
    assert answer.dtype == expected.dtype
    np.testing.assert_array_equal(answer, expected)


def test_the_file_covers_everything_that_is_promised() -> None:
    assert len(GOLDEN) == 34
    assert sum(case["answer"].size for case in GOLDEN.values()) > 16_000


@pytest.mark.parametrize("case", chosen("QuantizeLinear"))
def test_quantize(case: Arrays) -> None:
    axis = int(case["axis"]) if "axis" in case else None
    scale, zero_point = case["scale"], case["zero_point"]
    spread = (along(parameter, case["x"].shape, axis) for parameter in (scale, zero_point))
    same(quantize(case["x"], *spread), case["answer"])
    same(solution.quantize(case["x"], scale, zero_point, axis), case["answer"])


@pytest.mark.parametrize("case", chosen("DequantizeLinear"))
def test_dequantize(case: Arrays) -> None:
    axis = int(case["axis"]) if "axis" in case else None
    scale, zero_point = case["scale"], case["zero_point"]
    spread = (along(parameter, case["q"].shape, axis) for parameter in (scale, zero_point))
    same(dequantize(case["q"], *spread), case["answer"])
    same(solution.dequantize(case["q"], scale, zero_point, axis), case["answer"])


@pytest.mark.parametrize("case", chosen("DynamicQuantizeLinear"))
def test_choose_scale(case: Arrays) -> None:
    low, high = float(case["x"].min()), float(case["x"].max())
    *q, scale, zero_point = case["answer"]
    for answer in (scale_of(low, high, "uint8"), solution.choose_scale(low, high, "uint8")):
        assert answer == (scale, zero_point)
    np.testing.assert_array_equal(solution.quantize(case["x"], scale, np.uint8(zero_point)), q)


@pytest.mark.parametrize("case", chosen("ConvInteger"))
def test_sums(case: Arrays) -> None:
    layer, stride, padding = layer_of(case)
    zero_points = np.full(len(layer.w), layer.w_zero_point)
    sums = accumulate(layer.x, layer.x_zero_point, layer.w, zero_points, stride, padding)
    same(sums.astype(np.int32), case["answer"])


@pytest.mark.parametrize("case", chosen("QLinearConv"))
def test_qlinear_conv(case: Arrays) -> None:
    layer, stride, padding = layer_of(case)
    same(onnx_answer(layer, stride, padding), case["answer"])
    same(qlinear_conv(*layer, stride, padding), case["answer"])


@pytest.mark.parametrize("case", chosen("CONV_2D"))
def test_requantize(case: Arrays) -> None:
    layer, stride, padding = layer_of(case)
    same(tflite_answer(layer, stride, padding), case["answer"])
    acc = sums_of(layer, stride, padding).astype(np.int32)
    scales = np.broadcast_to(layer.w_scale, len(layer.w)).tolist()
    pairs = [quantize_multiplier(float(layer.x_scale) * s / float(layer.y_scale)) for s in scales]
    q31, shift = (np.array(column).reshape(-1, 1, 1) for column in zip(*pairs, strict=True))
    same(requantize(acc, q31, shift, np.int8(layer.y_zero_point)), case["answer"])


# M = 0.5: what each way of rounding makes of these sums.
SUMS = [5, 3, 1, -1, -3, -5]


def test_halves_of_exercise_12_go_to_the_even_neighbour() -> None:
    half = np.float32(0.5)
    one = (np.ones((1, 1, 1, 1), np.int8), np.float32(1), np.int8(1))
    filters = (np.ones((6, 1, 1, 1), np.int8), half, np.int8(0))
    y = qlinear_conv(*one, *filters, np.float32(1), np.int8(0), np.array(SUMS, np.int32))
    assert y.ravel().tolist() == [2, 2, 0, 0, -2, -2]


def test_halves_of_exercise_13_go_up_first_and_then_away_from_zero() -> None:
    sums, zero = np.array(SUMS, np.int32), np.int8(0)
    assert requantize(sums, 2**30, 0, zero).tolist() == [3, 2, 1, 0, -1, -2]
    assert requantize(2 * sums, 2**30, -1, zero).tolist() == [3, 2, 1, -1, -2, -3]


FAMOUS = [
    (5494, (0.08230161666870117, 0.03995493799448013, 0.2392881214618683), 75, 76),
    (464361, (0.001594932284206152, 0.010420680977404118, 0.2114468514919281), 37, 37),
]


@pytest.mark.parametrize(("total", "scales", "onnx", "tflite"), FAMOUS)
def test_the_standards_differ_where_they_are_known_to(
    total: int, scales: tuple[float, float, float], onnx: int, tflite: int
) -> None:
    x, w, y = (np.float32(scale) for scale in scales)
    acc, zero = np.array([total], np.int32), np.int8(0)
    one = np.ones((1, 1, 1, 1), np.int8)
    assert qlinear_conv(one, x, np.int8(1), one, w, zero, y, zero, acc).item() == onnx
    m = float(x) * float(w) / float(y)
    assert multiplier(m) == quantize_multiplier(m)
    assert requantize(acc, *quantize_multiplier(m), zero).item() == tflite
