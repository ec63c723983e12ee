"""What the table of 8-bit layers compares: the same quantized layer, computed in different ways."""

import warnings
from importlib import import_module
from importlib.util import find_spec

import numpy as np

from benchmarks.layer_sides import Call, Row, aligned
from solutions.fast_conv import beyond as in_float
from solutions.fast_conv import fast_conv
from solutions.int8_conv import beyond, int8_conv
from solutions.int8_conv.layers import Layer, any_layer

ENGINES = ("x86", "onednn")  # of torch; its qnnpack, and ONNX Runtime's s8s8, are ten times slower


def numbers(row: Row, batch: int) -> Layer:
    """A layer, uint8 pixels and results, int8 weights with a scale for each filter."""
    size = (batch, row.channels, row.size, row.size)
    filters = (row.filters, row.channels, row.kernel, row.kernel)
    layer = any_layer(np.random.default_rng(0), size, filters)
    return layer._replace(x=aligned(layer.x), w=aligned(layer.w))


def channels_last(x: np.ndarray) -> np.ndarray:
    """The same pixels, channels last in memory."""
    return aligned(np.ascontiguousarray(x.transpose(0, 2, 3, 1))).transpose(0, 3, 1, 2)


def ours(row: Row, layer: Layer) -> dict[str, Call]:
    """What needs numpy and numba only: int8, and the same layer in float32."""
    how = (row.stride, row.padding)
    last = channels_last(layer.x)
    packed = beyond.pack(*layer[1:], None, *how)
    x, w = (aligned(a.astype(np.float32)) for a in (layer.x, layer.w))
    b = np.zeros(row.filters, np.float32)
    return {
        "plain numba": lambda: int8_conv.qlinear_conv(*layer, None, *how),
        "beyond": lambda: beyond.run(packed, last),
        "beyond, NCHW": lambda: beyond.run(packed, layer.x),
        "float32, fast_conv": lambda: fast_conv.conv_layer(x, w, b, *how),
        "float32, beyond": lambda: in_float.conv_layer(x, w, b, *how, winograd=False),
    }


def torch_sides(row: Row, layer: Layer) -> dict[str, Call]:
    """PyTorch's engines, weights packed once, pixels channels last; {} where there are none."""
    if find_spec("torch") is None:
        return {}
    torch = import_module("torch")
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    quantized, known = torch.ops.quantized, torch.backends.quantized.supported_engines
    warnings.filterwarnings("ignore", "torch.quantize_per_tensor")  # deprecated, but still there
    x = torch._make_per_tensor_quantized_tensor(
        torch.from_numpy(channels_last(layer.x)), float(layer.x_scale), int(layer.x_zero_point)
    )
    scales = torch.from_numpy(layer.w_scale.astype(np.float64))
    zeros = torch.zeros(row.filters, dtype=torch.int64)
    w = torch._make_per_channel_quantized_tensor(torch.from_numpy(layer.w), scales, zeros, 0)
    scale, zero = float(layer.y_scale), int(layer.y_zero_point)
    pair = ([row.stride] * 2, [row.padding] * 2, [1, 1], 1)
    sides: dict[str, Call] = {}
    for engine in ENGINES:
        if engine in known:
            torch.backends.quantized.engine = engine
            packed = quantized.conv2d_prepack(w, None, *pair)
            sides[f"torch, {engine}"] = lambda packed=packed: quantized.conv2d(
                x, packed, scale, zero
            )
    return sides


def onnx_sides(row: Row, layer: Layer) -> dict[str, Call]:
    """ONNX Runtime's QLinearConv, weights packed beforehand; {} without it."""
    if find_spec("onnxruntime") is None or find_spec("onnx") is None:
        return {}
    onnx, runtime = import_module("onnx"), import_module("onnxruntime")
    helper, number = onnx.helper, onnx.TensorProto.UINT8
    fixed = {name: np.asarray(value) for name, value in layer._asdict().items() if name != "x"}
    weights = [onnx.numpy_helper.from_array(value, name) for name, value in fixed.items()]
    conv = helper.make_node(
        "QLinearConv", list(layer._fields), ["y"], strides=2 * [row.stride], pads=4 * [row.padding]
    )
    source = helper.make_tensor_value_info("x", number, list(layer.x.shape))
    result = helper.make_tensor_value_info("y", number, None)
    graph = helper.make_graph([conv], "layer", [source], [result], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = runtime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    return {"ONNX Runtime": lambda: session.run(None, {"x": layer.x})[0]}
