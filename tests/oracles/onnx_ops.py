"""One ONNX operator at a time, in ONNX Runtime."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
import onnxruntime

OPSET = 19


def run(
    operator: str, inputs: dict[str, np.ndarray], outputs: Sequence[Any], **attributes: Any
) -> list[np.ndarray]:
    """The results of one operator.

    Args:
        operator: its name in ONNX.
        inputs: in the operator's order; constant where the name begins with w.
        outputs: the dtypes of its results.
        attributes: of the operator.
    """
    dtype = onnx.helper.np_dtype_to_tensor_dtype
    shapes = [
        onnx.helper.make_tensor_value_info(name, dtype(value.dtype), value.shape)
        for name, value in inputs.items()
        if not name.startswith("w")
    ]
    # Weights must be constant, or ONNX Runtime does not take zero points of their own for them.
    constants = [
        onnx.numpy_helper.from_array(value, name)
        for name, value in inputs.items()
        if name.startswith("w")
    ]
    results = [
        onnx.helper.make_tensor_value_info(f"result{i}", dtype(np.dtype(output)), None)
        for i, output in enumerate(outputs)
    ]
    node = onnx.helper.make_node(operator, list(inputs), [r.name for r in results], **attributes)
    graph = onnx.helper.make_graph([node], "one", shapes, results, constants)
    opset = onnx.helper.make_opsetid("", OPSET)
    model = onnx.helper.make_model(graph, opset_imports=[opset], ir_version=9)
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    fed = {name: value for name, value in inputs.items() if not name.startswith("w")}
    answers: list[np.ndarray] = session.run(None, fed)
    return answers


def version() -> str:
    """Name and version of the engine."""
    return f"onnxruntime {onnxruntime.__version__}"
