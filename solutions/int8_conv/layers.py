"""Layers for the hidden checks of exercise 12, and what is right for them."""

from typing import Any, NamedTuple

import numpy as np

from solutions.inputs import Shape
from solutions.reference_int8 import accumulate, rescale

Scales = tuple[float, float, float]  # of x, w and y
F32, I8, U8, I32 = np.float32, np.int8, np.uint8, np.int32
FILTERS = 12  # so many chances for a lost bit to show


class Layer(NamedTuple):
    """The first eight arguments of qlinear_conv, in their order."""

    x: np.ndarray
    x_scale: np.float32
    x_zero_point: np.integer
    w: np.ndarray
    w_scale: Any  # float32: one, or (M,)
    w_zero_point: Any  # w's dtype: one, or (M,)
    y_scale: np.float32
    y_zero_point: np.integer


def expected(
    layer: Layer,
    b: np.ndarray | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] | str = 0,
) -> np.ndarray:
    """The reference: exact sums, and the three float32 operations of the standard."""
    filters = layer.w.shape[0]
    zero_points = np.broadcast_to(layer.w_zero_point, filters)
    acc = accumulate(layer.x, layer.x_zero_point, layer.w, zero_points, stride, padding)
    if b is not None:
        acc = acc + b.astype(np.int64).reshape(-1, 1, 1)
    if acc.size and not -(2**31) <= acc.min() <= acc.max() < 2**31:
        raise AssertionError("a check must not ask for sums of more than 32 bits")
    w_scales = np.broadcast_to(layer.w_scale, filters)
    multipliers = [F32(F32(layer.x_scale * scale) / layer.y_scale) for scale in w_scales]
    spread = np.broadcast_to(np.array(multipliers, F32).reshape(-1, 1, 1), acc.shape)
    return rescale(acc, spread, layer.y_zero_point)


def int8_for(rng: np.random.Generator, shape: Shape) -> np.ndarray:
    """Weights from −127 to 127, as symmetric scales give them."""
    return rng.integers(-127, 128, shape, I8)


def any_layer(
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    types: tuple[Any, Any, Any] = (U8, I8, U8),
) -> Layer:
    """A layer whose results spread over the 8 bits of y, with random parameters for all."""
    x_type, w_type, y_type = types
    x = rng.integers(np.iinfo(x_type).min, np.iinfo(x_type).max + 1, size, x_type)
    w = int8_for(rng, filters) if w_type is I8 else rng.integers(0, 256, filters, U8)
    zero_points = np.zeros(filters[0], I8) if w_type is I8 else rng.integers(100, 156, 1, U8)
    x_scale, w_scale = F32(rng.uniform(0.01, 0.1)), rng.uniform(0.001, 0.01, filters[0]).astype(F32)
    spread = 60 * 70 * np.sqrt(np.prod(filters[1:])) / 45  # sums, for each step of y
    return Layer(
        x,
        x_scale,
        x_type(x_type(0) + rng.integers(90, 110) if x_type is U8 else rng.integers(-30, 30)),
        w,
        w_scale,
        np.full(filters[0], zero_points[0], w_type),
        F32(x_scale * float(w_scale.mean()) * spread),
        y_type(rng.integers(100, 156) if y_type is U8 else rng.integers(-28, 28)),
    )


def given_sums(
    sums: np.ndarray, scales: Scales, zero_point: np.integer
) -> tuple[Layer, np.ndarray]:
    """A layer and its biases that make exactly these sums: one filter for each, x at its 0."""
    filters = len(sums)
    layer = Layer(
        np.full((1, 1, 1, 2), 9, U8),
        F32(scales[0]),
        U8(9),
        np.ones((filters, 1, 1, 1), I8),
        np.full(filters, scales[1], F32),
        np.zeros(filters, I8),
        F32(scales[2]),
        zero_point,
    )
    return layer, np.asarray(sums).astype(I32)


def drawn(rng: np.random.Generator, channels: int, large: int) -> tuple[Layer, np.ndarray]:
    """Large products of one sign, and biases that bring their sums back to what 8 bits hold.

    Whoever lost bits on the way has lost them for good: all factors are odd, and so is the sum of
    an odd number of products, in whatever order it is made.
    """
    x = rng.integers(large * 9 // 10, large + 1, (1, channels, 1, 2), U8) | 1
    w = rng.integers(large * 9 // 10, large + 1, (FILTERS, channels, 1, 1), U8) | 1
    sums = accumulate(x, U8(0), w, np.zeros(FILTERS, U8))[0, :, 0, 1]
    bias = (rng.integers(-20, 20, FILTERS) - sums).astype(I32)
    one, reach = F32(1), max(1.0, large * channels**0.5 * 8)
    scale = F32(1 if large * large * channels > 2**24 else reach / 100)
    return Layer(x, one, U8(0), w, np.ones(FILTERS, F32), np.zeros(FILTERS, U8), scale, I8(0)), bias


def scales_of(rng: np.random.Generator) -> Scales:
    """Scales of x, w and y that make a multiplier of about a millionth."""
    return (
        float(F32(rng.uniform(0.001, 0.01))),
        float(F32(rng.uniform(0.0001, 0.001))),
        float(F32(rng.uniform(0.1, 1))),
    )


def near_halves(scales: Scales) -> np.ndarray:
    """Sums that scale to almost k + 0.5 for k from −120 to 119: the last bit decides."""
    halves = np.arange(-120, 120) + 0.5
    sums: np.ndarray = np.rint(halves / (scales[0] * scales[1] / scales[2]))
    return sums.astype(np.int64)
