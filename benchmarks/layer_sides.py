"""What the layer table compares: the same layer, computed in different ways."""

import os
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import msgspec
import numba
import numpy as np

from solutions.fast_conv import beyond, fast_conv

Call = Callable[[], Any]


class Row(msgspec.Struct, frozen=True):
    """A layer of square pictures: C → M channels, size, kernel, stride, padding."""

    channels: int
    filters: int
    size: int
    kernel: int
    stride: int
    padding: int

    @property
    def output(self) -> int:
        """Positions along one axis."""
        return (self.size + 2 * self.padding - self.kernel) // self.stride + 1

    def flop(self, batch: int) -> int:
        """Operations of the definition; a MAC counts as two."""
        positions = batch * self.filters * self.output**2
        return 2 * positions * self.channels * self.kernel**2

    def numbers(self, batch: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """x, w and b, float32, each from the start of a cache line."""
        shapes = (
            (batch, self.channels, self.size, self.size),
            (self.filters, self.channels, self.kernel, self.kernel),
            (self.filters,),
        )
        rng = np.random.default_rng(0)
        x, w, b = (aligned(rng.standard_normal(shape, np.float32)) for shape in shapes)
        return x, w, b


def aligned(values: np.ndarray) -> np.ndarray:
    """A copy that begins where a cache line does."""
    memory = np.empty(values.nbytes + 64, np.uint8)
    start = -memory.ctypes.data % 64
    copy = memory[start : start + values.nbytes].view(values.dtype).reshape(values.shape)
    copy[...] = values
    return copy


@numba.njit
def naive(x: np.ndarray, w: np.ndarray, b: np.ndarray, stride: int, y: np.ndarray) -> None:
    """Seven loops over a padded x."""
    for n in range(y.shape[0]):
        for m in range(y.shape[1]):
            for i in range(y.shape[2]):
                for j in range(y.shape[3]):
                    total = b[m]
                    for c in range(w.shape[1]):
                        for k in range(w.shape[2]):
                            for h in range(w.shape[3]):
                                pixel = x[n, c, i * stride + k, j * stride + h]
                                total += w[m, c, k, h] * pixel
                    y[n, m, i, j] = total


def _padded(x: np.ndarray, p: int) -> np.ndarray:
    return np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))


def numba_loops(row: Row, x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Plain loops, compiled."""
    y = np.empty((len(x), row.filters, row.output, row.output), np.float32)
    naive(_padded(x, row.padding), w, b, row.stride, y)
    return y


def im2col(row: Row, x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """All pixels under the kernel as columns, then one matrix product for each picture."""
    window, step = (row.kernel, row.kernel), row.stride
    views = np.lib.stride_tricks.sliding_window_view(_padded(x, row.padding), window, axis=(2, 3))
    views = views[:, :, ::step, ::step].transpose(0, 1, 4, 5, 2, 3)
    y = np.empty((len(x), row.filters, row.output**2), np.float32)
    for view, picture in zip(views, y, strict=True):
        columns = np.ascontiguousarray(view).reshape(-1, row.output**2)
        np.dot(w.reshape(row.filters, -1), columns, out=picture)
    y += b.reshape(-1, 1)
    return y.reshape(len(x), row.filters, row.output, row.output)


def ours(row: Row, x: np.ndarray, w: np.ndarray, b: np.ndarray) -> dict[str, Call]:
    """What needs numpy and numba only."""
    how = (row.stride, row.padding)
    return {
        "naive numba": lambda: numba_loops(row, x, w, b),
        "im2col + dot": lambda: im2col(row, x, w, b),
        "fast_conv": lambda: fast_conv.conv_layer(x, w, b, *how),
        "beyond, direct": lambda: beyond.conv_layer(x, w, b, *how, winograd=False),
        "beyond": lambda: beyond.conv_layer(x, w, b, *how),
    }


def torch_sides(row: Row, x: np.ndarray, w: np.ndarray, b: np.ndarray) -> dict[str, Call]:
    """PyTorch in both layouts; {} without PyTorch. channels_last gets its data in that layout."""
    if find_spec("torch") is None:
        return {}
    torch = import_module("torch")
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    conv2d, last = torch.nn.functional.conv2d, torch.channels_last
    a, v, c = (torch.from_numpy(values) for values in (x, w, b))
    a_last, v_last = (t.contiguous(memory_format=last) for t in (a, v))
    return {
        "torch": lambda: conv2d(a, v, c, row.stride, row.padding),
        "torch, channels_last": lambda: conv2d(a_last, v_last, c, row.stride, row.padding),
    }


def onnx_sides(row: Row, x: np.ndarray, w: np.ndarray, b: np.ndarray) -> dict[str, Call]:
    """ONNX Runtime; {} without it. Its weights are packed beforehand: it knows the whole model."""
    if find_spec("onnxruntime") is None or find_spec("onnx") is None:
        return {}
    onnx, runtime = import_module("onnx"), import_module("onnxruntime")
    helper, number = onnx.helper, onnx.TensorProto.FLOAT
    weights = [onnx.numpy_helper.from_array(a, name) for a, name in ((w, "w"), (b, "b"))]
    conv = helper.make_node(
        "Conv", ["x", "w", "b"], ["y"], strides=2 * [row.stride], pads=4 * [row.padding]
    )
    source = helper.make_tensor_value_info("x", number, list(x.shape))
    result = helper.make_tensor_value_info("y", number, None)
    graph = helper.make_graph([conv], "layer", [source], [result], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = runtime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    return {"ONNX Runtime": lambda: session.run(None, {"x": x})[0]}


def processors() -> int:
    """How many CPUs this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
