"""What is right in 8 bits: float32 or exact integers, one value at a time. Slow, never timed.

Lives on the trusted side only. Two standards, which differ in a few roundings of thousands:

- ONNX (`quantize`, `dequantize`, `qlinear_conv`): the multiplier is one float32.
- TFLite and gemmlowp (`multiplier`, `requantize`): the multiplier is an integer and a shift.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

import numpy as np

from solutions.reference import margins

Limits = tuple[int, int]
INT32: Limits = (-(2**31), 2**31 - 1)


def limits(dtype: object) -> Limits:
    """The least and the greatest value of an integer dtype."""
    info = np.iinfo(np.dtype(dtype))  # type: ignore[call-overload]
    return int(info.min), int(info.max)


def clamp(value: int, low: int, high: int) -> int:
    """The nearest value that is neither below `low` nor above `high`."""
    return max(low, min(high, value))


def scale_of(
    low: float, high: float, dtype: str, symmetric: bool = False
) -> tuple[np.float32, np.integer]:
    """Scale and zero point as ONNX's DynamicQuantizeLinear chooses them, step by step in float32.

    Symmetric, as TFLite wants weights: the larger of both sides is 127 steps.
    """
    bottom, top = np.float32(min(low, 0)), np.float32(max(high, 0))
    least, greatest = limits(dtype)
    if symmetric:
        largest = max(-bottom, top)
        scale = np.float32(largest / np.float32(greatest)) if largest else np.float32(1)
        return scale, np.dtype(dtype).type(0)
    span = np.float32(top - bottom)
    scale = np.float32(span / np.float32(greatest - least)) if span else np.float32(1)
    steps = np.float32(np.float32(least) - np.float32(bottom / scale))
    return scale, np.dtype(dtype).type(clamp(round(float(steps)), least, greatest))


def quantize(x: np.ndarray, scales: np.ndarray, zero_points: np.ndarray) -> np.ndarray:
    """ONNX QuantizeLinear; scales and zero points in the shape of x, one for each value."""
    dtype = zero_points.dtype

    def one(value: np.float32, scale: np.float32, zero_point: np.integer) -> int:
        with np.errstate(over="ignore", under="ignore"):
            steps = float(np.float32(value / scale))
        steps = max(-1000.0, min(1000.0, steps))  # an infinity has no integer
        return clamp(round(steps) + int(zero_point), *limits(dtype))

    values = [one(*item) for item in zip(x.flat, scales.flat, zero_points.flat, strict=True)]
    return np.array(values, dtype).reshape(x.shape)


def dequantize(q: np.ndarray, scales: np.ndarray, zero_points: np.ndarray) -> np.ndarray:
    """ONNX DequantizeLinear; scales and zero points in the shape of q, one for each value."""
    values = [
        np.float32(int(value) - int(zero_point)) * scale
        for value, scale, zero_point in zip(q.flat, scales.flat, zero_points.flat, strict=True)
    ]
    return np.array(values, np.float32).reshape(q.shape)


def along(parameter: np.ndarray | np.generic, shape: Sequence[int], axis: int | None) -> np.ndarray:
    """A scale or zero point repeated to `shape`: one for all, or one for each index of `axis`."""
    if axis is None:
        return np.full(shape, parameter)
    ones = [1] * len(shape)
    ones[axis] = -1
    return np.broadcast_to(np.asarray(parameter).reshape(ones), shape).copy()


def accumulate(
    x: np.ndarray,
    x_zero_point: np.integer,
    w: np.ndarray,
    w_zero_points: np.ndarray,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] | str = 0,
) -> np.ndarray:
    """The sums of (x − its zero point) · (w − its zero point), exact, int64 (N, M, OH, OW).

    Args:
        x: 8 bits, shape (N, C, H, W).
        x_zero_point: of x; the padding holds it, which is 0 after the subtraction.
        w: 8 bits, shape (M, C, KH, KW).
        w_zero_points: shape (M,).
        stride: one for both directions, or (vertical, horizontal).
        padding: one for both directions, (vertical, horizontal), or "same".
    """
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    vertical, horizontal = padding if isinstance(padding, tuple) else (padding, padding)
    height, width = w.shape[2:]
    edges = (
        margins(x.shape[2], height, down, vertical),
        margins(x.shape[3], width, right, horizontal),
    )
    pixels = np.pad(x.astype(np.int64) - int(x_zero_point), ((0, 0), (0, 0), *edges))
    weights = w.astype(np.int64) - w_zero_points.astype(np.int64).reshape(-1, 1, 1, 1)
    tops = range(0, pixels.shape[2] - height + 1, down)
    lefts = range(0, pixels.shape[3] - width + 1, right)
    sums = np.zeros((x.shape[0], w.shape[0], len(tops), len(lefts)), np.int64)
    for n, m, i, j in np.ndindex(sums.shape):
        patch = pixels[n, :, tops[i] : tops[i] + height, lefts[j] : lefts[j] + width]
        sums[n, m, i, j] = (patch * weights[m]).sum()
    return sums


def rescale(acc: np.ndarray, multipliers: np.ndarray, zero_point: np.integer) -> np.ndarray:
    """ONNX QLinearConv's last step: int32 → 8 bits by a float32, one for each value of acc."""
    least, greatest = limits(zero_point.dtype)
    low, high = least - int(zero_point), greatest - int(zero_point)

    def one(total: int, multiplier: np.float32) -> int:
        steps = float(np.float32(total) * multiplier)
        return round(max(float(low), min(float(high), steps))) + int(zero_point)

    values = [one(int(total), m) for total, m in zip(acc.flat, multipliers.flat, strict=True)]
    return np.array(values, zero_point.dtype).reshape(acc.shape)


def half_up(value: Fraction) -> int:
    """The nearest integer; a half goes towards +∞."""
    return floor(value + Fraction(1, 2))


def half_away(value: Fraction) -> int:
    """The nearest integer; a half goes away from 0."""
    return half_up(value) if value >= 0 else -half_up(-value)


def multiplier(m: float) -> tuple[int, int]:
    """TFLite's QuantizeMultiplier, in exact fractions: m ≈ q31 · 2^(shift − 31)."""
    fraction, shift = Fraction(m), 0
    while fraction >= 1:
        fraction, shift = fraction / 2, shift + 1
    while fraction < Fraction(1, 2):
        fraction, shift = fraction * 2, shift - 1
    q31 = half_away(fraction * 2**31)
    if q31 == 2**31:
        q31, shift = 2**30, shift + 1
    return (0, 0) if shift < -31 else (q31, shift)


def requantize(
    acc: np.ndarray, q31: np.ndarray, shift: np.ndarray, zero_point: np.integer
) -> np.ndarray:
    """gemmlowp's two roundings, in exact fractions; q31 and shift in the shape of acc."""

    def one(total: int, factor: int, exponent: int) -> int:
        total = clamp(total * 2 ** max(exponent, 0), *INT32)
        high = half_up(Fraction(total * factor, 2**31))
        steps = half_away(Fraction(high, 2 ** max(-exponent, 0)))
        return clamp(steps + int(zero_point), *limits(zero_point.dtype))

    items = zip(acc.flat, q31.flat, shift.flat, strict=True)
    values = [one(*map(int, item)) for item in items]
    return np.array(values, zero_point.dtype).reshape(acc.shape)
