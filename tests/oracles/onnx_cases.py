"""ONNX Runtime's answers beside ours."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.reference_int8 import accumulate, along, dequantize, quantize, scale_of
from tests.oracles import onnx_ops
from tests.oracles.compare import Case, Source
from tests.oracles.layers import Layer, any_layer, chosen_sums, onnx_answer

TYPES: dict[str, tuple[Any, Any]] = {
    "s8s8": (np.int8, np.int8),
    "u8s8": (np.uint8, np.int8),
    "u8u8": (np.uint8, np.uint8),
}
PADDINGS: tuple[int | str, ...] = (0, 1, 2, "same")


def qlinear_conv(x_type: Any, w_type: Any, per_channel: bool) -> Source:
    """ONNX Runtime's QLinearConv."""

    def case(rng: np.random.Generator, weights: tuple[int, int]) -> Case:
        layer = any_layer(rng, x_type, w_type, weights, per_channel)
        stride, padding = int(rng.integers(1, 3)), PADDINGS[int(rng.integers(4))]
        answer = _qlinear(layer, stride, padding)
        arguments = layer._asdict() | {"stride": stride, "padding": padding}
        return Case(arguments, answer, onnx_answer(layer, stride, padding))

    return case


def conv_integer(x_type: Any, w_type: Any) -> Source:
    """ONNX Runtime's ConvInteger: the sums before they are scaled, without bias."""

    def case(rng: np.random.Generator, weights: tuple[int, int]) -> Case:
        layer = any_layer(rng, x_type, w_type, weights, per_channel=False)
        stride, padding = int(rng.integers(1, 3)), PADDINGS[int(rng.integers(4))]
        inputs = {"x": layer.x, "w": layer.w, "zero": np.asarray(layer.x_zero_point)}
        inputs["w_zero"] = layer.w_zero_point
        answer = onnx_ops.run("ConvInteger", inputs, [np.int32], **_settings(stride, padding))[0]
        zero_points = np.broadcast_to(layer.w_zero_point, layer.w.shape[0])
        ours = accumulate(layer.x, layer.x_zero_point, layer.w, zero_points, stride, padding)
        arguments = layer._asdict() | {"stride": stride, "padding": padding}
        return Case(arguments, answer, ours)

    return case


def _qlinear(layer: Layer, stride: int, padding: int | str) -> np.ndarray:
    inputs = {f"w{i}" if i in (3, 4, 5) else f"i{i}": np.asarray(v) for i, v in enumerate(layer)}
    dtype = layer.y_zero_point.dtype
    return onnx_ops.run("QLinearConv", inputs, [dtype], **_settings(stride, padding))[0]


def _settings(stride: int, padding: int | str) -> dict[str, Any]:
    pads = {"auto_pad": "SAME_UPPER"} if isinstance(padding, str) else {"pads": [padding] * 4}
    return {"strides": [stride, stride], **pads}


def _parameters(
    rng: np.random.Generator, dtype: Any, shape: tuple[int, ...]
) -> tuple[dict[str, Any], np.ndarray, np.ndarray]:
    """Scale, zero point and axis: one, or one for each index; and both spread out."""
    axis = None if rng.random() < 0.5 else int(rng.integers(len(shape)))
    form = () if axis is None else (shape[axis],)
    scale = np.asarray(10 ** rng.uniform(-4, 1, form), np.float32)
    zero_point = np.asarray(rng.integers(np.iinfo(dtype).min, np.iinfo(dtype).max + 1, form), dtype)
    arguments = {"scale": scale, "zero_point": zero_point, "axis": axis}
    return arguments, along(scale, shape, axis), along(zero_point, shape, axis)


def quantize_linear(dtype: Any) -> Source:
    """ONNX Runtime's QuantizeLinear; a third of the numbers are next to halves, some infinite."""

    def case(rng: np.random.Generator, _: tuple[int, int]) -> Case:
        shape = (6, 5, 40)
        arguments, scales, zero_points = _parameters(rng, dtype, shape)
        steps = np.where(rng.random(shape) < 1 / 3, rng.integers(-300, 300, shape) + 0.5, 0)
        steps += np.where(steps == 0, rng.uniform(-300, 300, shape), 0)
        x = (steps.astype(np.float32) * scales).astype(np.float32)
        x.flat[:4] = [np.inf, -np.inf, 1e38, -1e38]
        inputs = {"x": x, "scale": arguments["scale"], "zero": arguments["zero_point"]}
        axis = {} if arguments["axis"] is None else {"axis": arguments["axis"]}
        answer = onnx_ops.run("QuantizeLinear", inputs, [dtype], **axis)[0]
        return Case({"x": x, **arguments}, answer, quantize(x, scales, zero_points))

    return case


def dequantize_linear(dtype: Any) -> Source:
    """ONNX Runtime's DequantizeLinear."""

    def case(rng: np.random.Generator, _: tuple[int, int]) -> Case:
        shape = (6, 5, 40)
        arguments, scales, zero_points = _parameters(rng, dtype, shape)
        q = rng.integers(np.iinfo(dtype).min, np.iinfo(dtype).max + 1, shape).astype(dtype)
        inputs = {"x": q, "scale": arguments["scale"], "zero": arguments["zero_point"]}
        axis = {} if arguments["axis"] is None else {"axis": arguments["axis"]}
        answer = onnx_ops.run("DequantizeLinear", inputs, [np.float32], **axis)[0]
        return Case({"q": q, **arguments}, answer, dequantize(q, scales, zero_points))

    return case


def dynamic_quantize(rng: np.random.Generator, _: tuple[int, int]) -> Case:
    """ONNX Runtime's DynamicQuantizeLinear: it chooses scale and zero point, then quantizes."""
    x = (rng.uniform(-1, 1, 50) * 10 ** rng.uniform(-3, 3) + rng.uniform(-1, 1)).astype(np.float32)
    q, *parameters = onnx_ops.run(
        "DynamicQuantizeLinear", {"x": x}, [np.uint8, np.float32, np.uint8]
    )
    scale, zero_point = scale_of(float(x.min()), float(x.max()), "uint8")
    ours = quantize(x, np.full(50, scale), np.full(50, zero_point))
    answer = np.append(q.astype(np.float32), parameters)
    ours = np.append(ours.astype(np.float32), [scale, zero_point])
    return Case({"x": x}, answer, ours)


def onnx_sums(rng: np.random.Generator, _: tuple[int, int]) -> Case:
    """QLinearConv on chosen sums, of up to 32 bits, half of them next to halves."""
    layer: Layer = chosen_sums(rng, 300)
    answer = _qlinear(layer, 1, 0)
    return Case(layer._asdict() | {"stride": 1, "padding": 0}, answer, onnx_answer(layer))


ONNX: dict[str, Source] = {
    "QuantizeLinear, int8": quantize_linear(np.int8),
    "QuantizeLinear, uint8": quantize_linear(np.uint8),
    "DequantizeLinear, int8": dequantize_linear(np.int8),
    "DequantizeLinear, uint8": dequantize_linear(np.uint8),
    "DynamicQuantizeLinear": dynamic_quantize,
    **{f"ConvInteger, {name}": conv_integer(*types) for name, types in TYPES.items()},
    **{f"QLinearConv, {name}, per tensor": qlinear_conv(*t, False) for name, t in TYPES.items()},
    **{f"QLinearConv, {name}, per channel": qlinear_conv(*t, True) for name, t in TYPES.items()},
    "QLinearConv, chosen sums": onnx_sums,
}
