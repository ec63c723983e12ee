"""One int8 convolution in LiteRT: a model file of one operator, made by hand."""

from __future__ import annotations

from importlib.metadata import version as installed
from typing import Any

import flatbuffers
import numpy as np
import tflite
from ai_edge_litert.interpreter import Interpreter, OpResolverType

from tests.oracles.layers import Layer


def run(layer: Layer, stride: int = 1, same: bool = False, reference: bool = True) -> np.ndarray:
    """The result of a layer with int8 pixels, int8 weights and zero points 0 for them.

    Args:
        layer: x (N, C, H, W) and the rest, in the order of this course.
        stride: for both directions.
        same: whether to pad as "same" says.
        reference: by the reference kernels; else by the default ones (XNNPACK).
    """
    kinds = OpResolverType.BUILTIN_REF if reference else OpResolverType.AUTO
    interpreter = Interpreter(
        model_content=model(layer, stride, same), experimental_op_resolver_type=kinds
    )
    interpreter.allocate_tensors()
    image = layer.x.transpose(0, 2, 3, 1)  # channels last
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], image)
    interpreter.invoke()
    answer: np.ndarray = interpreter.get_tensor(interpreter.get_output_details()[0]["index"])
    return answer.transpose(0, 3, 1, 2)


def model(layer: Layer, stride: int, same: bool) -> bytes:
    """The model file: four tensors, one operator (schema of TensorFlow Lite, version 3)."""
    builder = flatbuffers.Builder(4096)
    weights = np.ascontiguousarray(
        layer.w.transpose(0, 2, 3, 1)
    )  # filters, rows, columns, channels
    w_scale = np.broadcast_to(layer.w_scale, layer.w.shape[0])
    bias_scale = layer.x_scale.astype(np.float64) * w_scale.astype(np.float64)
    n, _, h, w = layer.x.shape
    rows, columns = (
        -(-size // stride) if same else (size - kernel) // stride + 1
        for size, kernel in zip((h, w), layer.w.shape[2:], strict=True)
    )
    zeros = np.zeros(layer.w.shape[0], np.int64)
    kinds = tflite.TensorType
    tensors = [
        _tensor(builder, "x", (n, h, w, layer.x.shape[1]), kinds.INT8, 1,
                [layer.x_scale], [layer.x_zero_point]),
        _tensor(builder, "w", weights.shape, kinds.INT8, 2, w_scale, zeros),
        _tensor(builder, "b", layer.b.shape, kinds.INT32, 3, bias_scale, zeros),
        _tensor(builder, "y", (n, rows, columns, layer.w.shape[0]), kinds.INT8, 4,
                [layer.y_scale], [layer.y_zero_point]),
    ]  # fmt: skip
    buffers = [
        _buffer(builder, data) for data in (b"", b"", weights.tobytes(), layer.b.tobytes(), b"")
    ]
    operator = _operator(builder, stride, same)
    return _file(builder, tensors, operator, buffers)


def _tensor(
    builder: Any, name: str, shape: Any, kind: int, buffer: int, scales: Any, zeros: Any
) -> int:
    text = builder.CreateString(name)
    axes = builder.CreateNumpyVector(np.array(shape, np.int32))
    steps = builder.CreateNumpyVector(np.asarray(scales, np.float32))
    points = builder.CreateNumpyVector(np.asarray(zeros, np.int64))
    tflite.QuantizationParametersStart(builder)
    tflite.QuantizationParametersAddScale(builder, steps)
    tflite.QuantizationParametersAddZeroPoint(builder, points)
    tflite.QuantizationParametersAddQuantizedDimension(builder, 0)
    quantization = tflite.QuantizationParametersEnd(builder)
    tflite.TensorStart(builder)
    tflite.TensorAddShape(builder, axes)
    tflite.TensorAddType(builder, kind)
    tflite.TensorAddBuffer(builder, buffer)
    tflite.TensorAddName(builder, text)
    tflite.TensorAddQuantization(builder, quantization)
    return int(tflite.TensorEnd(builder))


def _buffer(builder: Any, data: bytes) -> int:
    content = builder.CreateNumpyVector(np.frombuffer(data, np.uint8)) if data else None
    tflite.BufferStart(builder)
    if content is not None:
        tflite.BufferAddData(builder, content)
    return int(tflite.BufferEnd(builder))


def _operator(builder: Any, stride: int, same: bool) -> int:
    tflite.Conv2DOptionsStart(builder)
    tflite.Conv2DOptionsAddPadding(builder, tflite.Padding.SAME if same else tflite.Padding.VALID)
    tflite.Conv2DOptionsAddStrideW(builder, stride)
    tflite.Conv2DOptionsAddStrideH(builder, stride)
    options = tflite.Conv2DOptionsEnd(builder)
    inputs = builder.CreateNumpyVector(np.array([0, 1, 2], np.int32))
    outputs = builder.CreateNumpyVector(np.array([3], np.int32))
    tflite.OperatorStart(builder)
    tflite.OperatorAddOpcodeIndex(builder, 0)
    tflite.OperatorAddInputs(builder, inputs)
    tflite.OperatorAddOutputs(builder, outputs)
    tflite.OperatorAddBuiltinOptionsType(builder, tflite.BuiltinOptions.Conv2DOptions)
    tflite.OperatorAddBuiltinOptions(builder, options)
    return int(tflite.OperatorEnd(builder))


def _offsets(builder: Any, items: list[int]) -> int:
    builder.StartVector(4, len(items), 4)
    for item in reversed(items):
        builder.PrependUOffsetTRelative(item)
    return int(builder.EndVector())


def _file(builder: Any, tensors: list[int], operator: int, buffers: list[int]) -> bytes:
    tensor_list, operator_list = _offsets(builder, tensors), _offsets(builder, [operator])
    first = builder.CreateNumpyVector(np.array([0], np.int32))
    last = builder.CreateNumpyVector(np.array([3], np.int32))
    tflite.SubGraphStart(builder)
    tflite.SubGraphAddTensors(builder, tensor_list)
    tflite.SubGraphAddInputs(builder, first)
    tflite.SubGraphAddOutputs(builder, last)
    tflite.SubGraphAddOperators(builder, operator_list)
    graph = tflite.SubGraphEnd(builder)
    tflite.OperatorCodeStart(builder)
    tflite.OperatorCodeAddDeprecatedBuiltinCode(builder, tflite.BuiltinOperator.CONV_2D)
    tflite.OperatorCodeAddBuiltinCode(builder, tflite.BuiltinOperator.CONV_2D)
    tflite.OperatorCodeAddVersion(builder, 3)
    code = tflite.OperatorCodeEnd(builder)
    codes, graphs = _offsets(builder, [code]), _offsets(builder, [graph])
    buffer_list = _offsets(builder, buffers)
    tflite.ModelStart(builder)
    tflite.ModelAddVersion(builder, 3)
    tflite.ModelAddOperatorCodes(builder, codes)
    tflite.ModelAddSubgraphs(builder, graphs)
    tflite.ModelAddBuffers(builder, buffer_list)
    builder.Finish(tflite.ModelEnd(builder), b"TFL3")
    return bytes(builder.Output())


def version() -> str:
    """Name and version of the engine."""
    return f"ai-edge-litert {installed('ai-edge-litert')}"
