"""LiteRT's answers beside ours."""

from __future__ import annotations

import numpy as np

from tests.oracles import litert_conv
from tests.oracles.compare import Case, Source
from tests.oracles.layers import any_layer, chosen_sums, onnx_answer, tflite_answer


def tflite_conv(rng: np.random.Generator, weights: tuple[int, int]) -> Case:
    """LiteRT's reference kernel of CONV_2D, per channel."""
    layer, stride, same = (
        any_layer(rng, weights=weights),
        int(rng.integers(1, 3)),
        rng.random() < 0.5,
    )
    padding: int | str = "same" if same else 0
    answer = litert_conv.run(layer, stride, same)
    arguments = layer._asdict() | {"stride": stride, "padding": padding}
    return Case(arguments, answer, tflite_answer(layer, stride, padding))


def tflite_sums(rng: np.random.Generator, _: tuple[int, int]) -> Case:
    """The same kernel on chosen sums, of up to 32 bits, half of them next to halves."""
    layer = chosen_sums(rng, 300)
    arguments = layer._asdict() | {"stride": 1, "padding": 0}
    return Case(arguments, litert_conv.run(layer), tflite_answer(layer))


def xnnpack_conv(rng: np.random.Generator, weights: tuple[int, int]) -> Case:
    """LiteRT's default kernel: it scales in float32, as ONNX does."""
    layer = any_layer(rng, weights=weights)
    return Case(layer._asdict(), litert_conv.run(layer, reference=False), onnx_answer(layer))


LITERT: dict[str, Source] = {
    "CONV_2D, int8, per channel": tflite_conv,
    "CONV_2D, int8, chosen sums": tflite_sums,
}
DEFAULT_KERNELS: dict[str, Source] = {"CONV_2D, int8, against ONNX's rule": xnnpack_conv}
