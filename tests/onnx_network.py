"""The integer network of exercise 15 as an ONNX graph: ConvInteger and 64-bit integers, no float.

`requantize` rounds as gemmlowp does, which no ONNX operator does by itself: it is spelt out here.
A shift to the right is a subtraction of the remainder and a division.
"""

from typing import Any

import numpy as np
from onnx import ModelProto, TensorProto, helper, numpy_helper

OPSET = 18
IR = 9


class Graph:
    """Nodes and constants, collected; every node has one output."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, value: Any, dtype: type = np.int64) -> str:
        """The name of a constant."""
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value, dtype), name))
        return name

    def node(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """The name of an operator's output."""
        name = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], **attributes))
        return name

    def cast(self, value: str, kind: int) -> str:
        """A value in another type."""
        return self.node("Cast", value, to=kind)

    def shifted(self, value: str, power: str) -> str:
        """value / power rounded to −∞: what >> does."""
        rest = self.node("Mod", value, power)
        return self.node("Div", self.node("Sub", value, rest), power)


def _sums(graph: Graph, x: str, layer: tuple[Any, ...]) -> str:
    """int64 sums. Pixels and weights are moved to uint8: exact on every CPU."""
    weights, bias, _, _, x_zero, _, stride, padding, _ = layer
    pixels = graph.cast(graph.node("Add", x, graph.constant(128)), TensorProto.UINT8)
    moved = graph.constant(weights.astype(np.int64) + 128, np.uint8)
    zeros = graph.constant(int(x_zero) + 128, np.uint8), graph.constant(128, np.uint8)
    convolved = graph.node(
        "ConvInteger", pixels, moved, *zeros, strides=[stride] * 2, pads=[padding] * 4
    )
    wide = graph.cast(convolved, TensorProto.INT64)
    return graph.node("Add", wide, graph.constant(bias.reshape(1, -1, 1, 1)))


def _requantized(graph: Graph, sums: str, layer: tuple[Any, ...]) -> str:
    q31, shift, y_zero = (np.asarray(part, np.int64) for part in (layer[2], layer[3], layer[5]))
    q31, shift = q31.reshape(1, -1, 1, 1), shift.reshape(1, -1, 1, 1)
    left, right = 2 ** np.maximum(shift, 0), 2 ** np.maximum(-shift, 0)
    wide = graph.node("Mul", sums, graph.constant(left))
    wide = graph.node("Clip", wide, graph.constant(-(2**31)), graph.constant(2**31 - 1))
    product = graph.node("Mul", wide, graph.constant(q31))
    product = graph.node("Add", product, graph.constant(2**30))
    high = graph.shifted(product, graph.constant(2**31))
    steps = graph.node("Add", graph.node("Abs", high), graph.constant(right // 2))
    steps = graph.node("Div", steps, graph.constant(right))
    steps = graph.node("Mul", graph.node("Sign", high), steps)
    y = graph.node("Add", steps, graph.constant(y_zero))
    low = int(y_zero) if layer[8] == "relu" else -128
    return graph.node("Clip", y, graph.constant(low), graph.constant(127))


def model_of(network: tuple[tuple[Any, ...], ...], channels: int) -> ModelProto:
    """The model: pixels int64 (N, C, H, W) → scores int64 (N, K, 1, 1) and classes int64."""
    graph, value = Graph(), "pixels"
    for layer in network:
        value = _requantized(graph, _sums(graph, value, layer), layer)
    scores = graph.node("Identity", value)
    classes = graph.node("ArgMax", scores, axis=1, keepdims=0)
    made = helper.make_graph(
        graph.nodes,
        "network",
        [helper.make_tensor_value_info("pixels", TensorProto.INT64, ["n", channels, "h", "w"])],
        [
            helper.make_tensor_value_info(scores, TensorProto.INT64, None),
            helper.make_tensor_value_info(classes, TensorProto.INT64, None),
        ],
        graph.constants,
    )
    opset = helper.make_opsetid("", OPSET)
    return helper.make_model(made, opset_imports=[opset], ir_version=IR)
