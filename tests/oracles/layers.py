"""Random 8-bit layers, made to hurt, and what our references say about them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from solutions.reference_int8 import accumulate, multiplier, requantize, rescale

SAFE = (-64, 64)  # weights with which u8 · s8 cannot saturate on a CPU without VNNI
FULL = (-127, 128)


class Layer(NamedTuple):
    """The arguments of qlinear_conv, and stride and padding."""

    x: np.ndarray
    x_scale: np.float32
    x_zero_point: Any  # of x's dtype
    w: np.ndarray
    w_scale: np.ndarray  # (M,), or one
    w_zero_point: np.ndarray  # (M,), or one
    y_scale: np.float32
    y_zero_point: Any  # np.int8 or np.uint8
    b: np.ndarray


def any_layer(
    rng: np.random.Generator,
    x_type: Any = np.int8,
    w_type: Any = np.int8,
    weights: tuple[int, int] = FULL,
    per_channel: bool = True,
) -> Layer:
    """Up to 15 channels and filters, kernels 1, 3 and 5; a quarter with powers of two as scales."""
    n, c, m = (int(v) for v in rng.integers([1, 1, 1], [3, 16, 16]))
    k = int(rng.choice([1, 3, 5]))
    h, w = (int(v) for v in rng.integers(5, 12, 2))
    low, high = (0, 256) if w_type is np.uint8 else weights
    x = rng.integers(np.iinfo(x_type).min, np.iinfo(x_type).max + 1, (n, c, h, w)).astype(x_type)
    kernels = rng.integers(low, high, (m, c, k, k)).astype(w_type)
    scales = m if per_channel else ()
    steps = [np.asarray(rng.uniform(0.001, 0.1)), np.asarray(rng.uniform(0.0005, 0.02, scales))]
    steps.append(steps[0] * steps[1].mean() * 74 * 74 * (c * k * k) ** 0.5 / 60)
    if rng.random() < 0.25:
        steps = [2.0 ** np.round(np.log2(step)) for step in steps]
    return Layer(
        x,
        np.float32(steps[0]),
        x_type(rng.integers(np.iinfo(x_type).min, np.iinfo(x_type).max + 1)),
        kernels,
        np.asarray(steps[1], np.float32),
        np.full(scales, rng.integers(0, 256) if w_type is np.uint8 else 0, w_type),
        np.float32(steps[2]),
        x_type(rng.integers(np.iinfo(x_type).min, np.iinfo(x_type).max + 1)),
        rng.integers(-3000, 3000, m).astype(np.int32),
    )


def chosen_sums(rng: np.random.Generator, count: int) -> Layer:
    """Sums from one bit to all 32, one a filter, that come out within 8 bits: the biases are them.

    Half of them lie as close to a half, after scaling, as integers can.
    """
    multipliers = 2 ** rng.uniform(-22, 2, count)
    x_scale, y_scale = np.float32(rng.uniform(0.01, 0.1)), np.float32(rng.uniform(0.01, 1))
    w_scale = (multipliers / float(x_scale) * float(y_scale)).astype(np.float32)
    steps = rng.integers(-120, 120, count) + np.where(
        rng.random(count) < 0.5, 0.5, rng.random(count)
    )
    sums = np.clip(np.rint(steps / multipliers), -(2.0**31), 2**31 - 1)
    return Layer(
        np.zeros((1, 1, 1, 1), np.int8),
        x_scale,
        np.int8(0),
        np.ones((count, 1, 1, 1), np.int8),
        w_scale,
        np.zeros(count, np.int8),
        y_scale,
        np.int8(rng.integers(-5, 5)),
        sums.astype(np.int32),
    )


def sums_of(layer: Layer, stride: int, padding: int | str) -> np.ndarray:
    """The exact sums with their biases, int64 (N, M, OH, OW)."""
    zero_points = np.broadcast_to(layer.w_zero_point, layer.w.shape[0])
    sums = accumulate(layer.x, layer.x_zero_point, layer.w, zero_points, stride, padding)
    total: np.ndarray = sums + layer.b.astype(np.int64).reshape(-1, 1, 1)
    return total


def onnx_answer(layer: Layer, stride: int = 1, padding: int | str = 0) -> np.ndarray:
    """What QLinearConv is, by our reference."""
    acc = sums_of(layer, stride, padding)
    factors = [
        np.float32(np.float32(layer.x_scale * scale) / layer.y_scale)
        for scale in np.broadcast_to(layer.w_scale, layer.w.shape[0])
    ]
    spread = np.broadcast_to(np.array(factors, np.float32).reshape(-1, 1, 1), acc.shape)
    return rescale(acc, spread, layer.y_zero_point)


def tflite_answer(layer: Layer, stride: int = 1, padding: int | str = 0) -> np.ndarray:
    """What TFLite's reference kernel is, by ours: multipliers in double, then integers only."""
    acc = sums_of(layer, stride, padding)
    pairs = [
        multiplier(float(layer.x_scale) * float(scale) / float(layer.y_scale))
        for scale in np.broadcast_to(layer.w_scale, layer.w.shape[0])
    ]
    q31, shift = (
        np.broadcast_to(np.array(column).reshape(-1, 1, 1), acc.shape)
        for column in zip(*pairs, strict=True)
    )
    return requantize(acc, q31, shift, layer.y_zero_point)
