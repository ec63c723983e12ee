"""ONNX's own published tests of the 8-bit operators, answered by the model solutions.

The package `onnx` (extra `oracles`) brings them. Of these operators' tests, those for other types
than int8, uint8 and float32 (16, 4 and 2 bits, float8, blocks) are not this course's business.
"""

import warnings
from typing import Any

import numpy as np
import pytest

from solutions.int8_conv.int8_conv import qlinear_conv
from solutions.quantize.quantize import choose_scale, dequantize, quantize

Node = tuple[dict[str, Any], list[Any], list[Any]]  # attributes, inputs, outputs


@pytest.fixture(scope="module")
def nodes() -> dict[str, Node]:
    """Name of a test → its node."""
    onnx = pytest.importorskip("onnx", reason="no onnx: pip install -e '.[oracles]'")
    with warnings.catch_warnings():  # its tests of other operators overflow on purpose
        warnings.simplefilter("ignore")
        from onnx.backend.test.loader import load_model_tests

        published = load_model_tests(kind="node")
    found: dict[str, Node] = {}
    for test in published:
        if test.model is not None and test.data_sets and len(test.model.graph.node) == 1:
            attributes = test.model.graph.node[0].attribute
            settings = {a.name: onnx.helper.get_attribute_value(a) for a in attributes}
            inputs, outputs = test.data_sets[0]
            found[test.name] = (settings, list(inputs), list(outputs))
    return found


def same(answer: Any, expected: np.ndarray) -> None:
    assert answer.dtype == expected.dtype
    np.testing.assert_array_equal(answer, expected)


@pytest.mark.parametrize("name", ["test_quantizelinear", "test_quantizelinear_axis"])
def test_quantize(nodes: dict[str, Node], name: str) -> None:
    _, (x, scale, zero_point), (expected,) = nodes[name]
    same(quantize(x, scale, zero_point, 1 if scale.ndim else None), expected)


@pytest.mark.parametrize("name", ["test_dequantizelinear", "test_dequantizelinear_axis"])
def test_dequantize(nodes: dict[str, Node], name: str) -> None:
    _, (q, scale, zero_point), (expected,) = nodes[name]
    same(dequantize(q, scale, zero_point, 1 if scale.ndim else None), expected)


@pytest.mark.parametrize("suffix", ["", "_max_adjusted", "_min_adjusted"])
def test_choose_scale(nodes: dict[str, Node], suffix: str) -> None:
    _, (x,), (expected, *parameters) = nodes[f"test_dynamicquantizelinear{suffix}"]
    chosen = choose_scale(float(x.min()), float(x.max()), "uint8")
    for mine, theirs in zip(chosen, parameters, strict=True):
        same(mine, np.asarray(theirs))
    same(quantize(x, *chosen), expected)


def test_qlinear_conv(nodes: dict[str, Node]) -> None:
    _, inputs, (expected,) = nodes["test_qlinearconv"]
    same(qlinear_conv(*inputs), expected)


@pytest.mark.parametrize("name", ["without_padding", "with_padding"])
def test_conv_integer(nodes: dict[str, Node], name: str) -> None:
    settings, (x, w, x_zero_point, *rest), (expected,) = nodes[f"test_convinteger_{name}"]
    w_zero_point = rest[0] if rest else np.uint8(0)
    one = np.float32(1)  # all scales: what comes out are the sums, if 8 bits hold them
    assert expected.min() >= 0
    assert expected.max() <= 255
    padding = int(settings.get("pads", [0])[0])
    y = qlinear_conv(x, one, x_zero_point, w, one, w_zero_point, one, np.uint8(0), padding=padding)
    same(y.astype(np.int32), expected)
