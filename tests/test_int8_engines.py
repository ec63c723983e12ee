"""The references, against the engines themselves, on at least 100 000 values each.

Only where the engines are installed (the extra `oracles`) and exact: on x86 without VNNI they may
saturate sums of two products at 16 bits.
"""

import importlib
import platform
from pathlib import Path

import pytest

from tests.oracles.compare import tally

AT_LEAST = 100_000
CPU = Path("/proc/cpuinfo")
ONNX = [
    "QuantizeLinear, int8", "QuantizeLinear, uint8",
    "DequantizeLinear, int8", "DequantizeLinear, uint8", "DynamicQuantizeLinear",
    *(f"ConvInteger, {types}" for types in ("s8s8", "u8s8", "u8u8")),
    *(f"QLinearConv, {types}, per {scope}"
      for types in ("s8s8", "u8s8", "u8u8") for scope in ("tensor", "channel")),
    "QLinearConv, chosen sums",
]  # fmt: skip
LITERT = ["CONV_2D, int8, per channel", "CONV_2D, int8, chosen sums"]

may_saturate = platform.machine() in ("x86_64", "AMD64") and not (
    CPU.exists() and "vnni" in CPU.read_text(errors="replace")
)


def require(*modules: str) -> None:
    for module in modules:
        pytest.importorskip(module, reason=f"no {module}: pip install -e '.[oracles]'")


@pytest.mark.skipif(may_saturate, reason="this CPU has no VNNI: the engines are not exact on it")
@pytest.mark.parametrize("comparison", ONNX)
def test_onnx_runtime_says_the_same(comparison: str) -> None:
    require("onnx", "onnxruntime")
    sources = importlib.import_module("tests.oracles.onnx_cases").ONNX
    assert sorted(sources) == sorted(ONNX)
    compared, different = tally(sources[comparison], AT_LEAST, seed=1)
    assert compared >= AT_LEAST
    assert different == 0


@pytest.mark.parametrize("comparison", LITERT)
def test_the_reference_kernels_of_litert_say_the_same(comparison: str) -> None:
    require("ai_edge_litert", "flatbuffers", "tflite")
    sources = importlib.import_module("tests.oracles.litert_cases").LITERT
    assert sorted(sources) == sorted(LITERT)
    compared, different = tally(sources[comparison], AT_LEAST, seed=1)
    assert compared >= AT_LEAST
    assert different == 0
