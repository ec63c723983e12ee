"""Hidden checks of exercise 11, quantize."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader.checks import Answer, Submission, check, identical, refuses, unchanged
from solutions.inputs import ANY_ARRAY, Shape
from solutions.quantize.cases import (
    AXES,
    BAD_PARAMETERS,
    BAD_Q,
    BAD_RANGES,
    BAD_X,
    F32,
    HALVES,
    INF,
    NAMES,
    NEAR_HALVES,
    SYMMETRIC,
    WITHOUT_ZERO,
    WORKED_SCALES,
    WORKED_X,
    ZERO_POINTS,
    ZEROS,
    S,
    X,
    Z,
    even_ranges,
    parameters,
    ranges,
    some_scale,
)
from solutions.reference_int8 import along, dequantize, limits, quantize, scale_of


def is_scale(answer: Answer, low: float, high: float, dtype: str, symmetric: bool = False) -> None:
    """The answer is scale and zero point, bit for bit."""
    identical(answer, scale_of(low, high, dtype, symmetric), NAMES)


def is_quantized(
    answer: Answer, x: np.ndarray, scale: Any, zero_point: Any, axis: int | None = None
) -> None:
    """The answer is x in 8 bits, value for value."""
    scales, zero_points = along(scale, x.shape, axis), along(zero_point, x.shape, axis)
    identical(answer, quantize(x, scales, zero_points))


def is_real(
    answer: Answer, q: np.ndarray, scale: Any, zero_point: Any, axis: int | None = None
) -> None:
    """The answer is q as real numbers, bit for bit."""
    scales, zero_points = along(scale, q.shape, axis), along(zero_point, q.shape, axis)
    identical(answer, dequantize(q, scales, zero_points))


@check(
    weight=2,
    cases=WORKED_SCALES,
    hint="uint8 has 255 steps from 0 to 255: scale = (100 − (−27.5)) / 255 = 0.5, and 27.5 / 0.5 = "
    "55 of them lie below zero. int8 is the same, 128 lower. Symmetric: 63.5 / 127.",
)
def worked_scale(
    submission: Submission, arguments: tuple[float, float, str], settings: Mapping[str, Any]
) -> None:
    """choose_scale gives the worked example of the handout"""
    is_scale(submission.choose_scale(*arguments, **settings), *arguments, **settings)


@check(
    weight=3,
    cases={"uint8": {"dtype": "uint8"}, "int8": {"dtype": "int8"}},
    hint="scale = (high − low) / 255, and zero_point = qmin − low / scale, rounded, where qmin is "
    "0 for uint8 and −128 for int8. Return np.float32(…) and np.uint8(…) or np.int8(…).",
)
def any_range(submission: Submission, rng: np.random.Generator, dtype: str) -> None:
    """choose_scale spreads any range over all 256 integers"""
    for low, high in even_ranges(rng, 8):
        is_scale(submission.choose_scale(low, high, dtype), low, high, dtype)


@check(
    weight=2,
    cases=WITHOUT_ZERO,
    hint="Zero must have an integer of its own: padding and ReLU produce it. So begin with "
    "low = min(low, 0) and high = max(high, 0).",
)
def contains_zero(
    submission: Submission, arguments: tuple[float, float, str], settings: Mapping[str, Any]
) -> None:
    """choose_scale widens a range until it contains 0"""
    is_scale(submission.choose_scale(*arguments, **settings), *arguments, **settings)


@check(
    weight=2,
    cases=SYMMETRIC,
    hint="With symmetric=True the zero point is 0, and the end that is farther from 0 becomes 127 "
    "or −127: scale = max(−low, high) / 127.",
)
def symmetric(
    submission: Submission, arguments: tuple[float, float, str], settings: Mapping[str, Any]
) -> None:
    """choose_scale keeps the zero point at 0 where symmetric is asked for"""
    is_scale(submission.choose_scale(*arguments, **settings), *arguments, **settings)


@check(
    weight=1,
    cases=ZEROS,
    hint="Where all numbers are 0, any scale would do, except 0: `quantize` divides by it. The "
    "convention is 1. The zero point follows from the formula, as always.",
)
def only_zeros(
    submission: Submission, arguments: tuple[float, float, str], settings: Mapping[str, Any]
) -> None:
    """choose_scale gives scale 1 where there is nothing but 0"""
    is_scale(submission.choose_scale(*arguments, **settings), *arguments, **settings)


@check(
    weight=2,
    cases=HALVES,
    hint="First the sum qmin − low / scale, then one rounding, half to even: np.rint does that. "
    "np.floor(v + 0.5), int(v) and np.trunc do something else.",
)
def zero_point_half_to_even(
    submission: Submission, arguments: tuple[float, float, str], settings: Mapping[str, Any]
) -> None:
    """choose_scale rounds the zero point half to even"""
    is_scale(submission.choose_scale(*arguments, **settings), *arguments, **settings)


@check(
    weight=1,
    needs=any_range,
    cases={
        "uint8": {"dtype": "uint8", "both": False},
        "int8": {"dtype": "int8", "both": False},
        "symmetric": {"dtype": "int8", "both": True},
    },
    hint="Convert first, low = np.float32(low), and divide a float32 by a float32: "
    "np.float32(255). A float64 on the way rounds differently in the last bit.",
)
def scale_in_float32(
    submission: Submission, rng: np.random.Generator, dtype: str, both: bool
) -> None:
    """choose_scale computes in float32, to the last bit"""
    for low, high in ranges(rng, 60).tolist():
        low, high = low * 1.0000000123, high * 0.9999999891  # no float32s
        is_scale(submission.choose_scale(low, high, dtype, both), low, high, dtype, both)
    for low, high in NEAR_HALVES:
        is_scale(submission.choose_scale(low, high, dtype, both), low, high, dtype, both)


@check(
    weight=1,
    needs=worked_scale,
    cases=BAD_RANGES,
    hint="np.isfinite is False for infinity and NaN. Then low <= high, the dtype, symmetric only "
    'for int8, and the scale itself: 0 < scale < inf. Otherwise raise ValueError("…").',
)
def bad_ranges(
    submission: Submission,
    why: str,
    arguments: tuple[float, float, str],
    settings: Mapping[str, Any],
) -> None:
    """choose_scale refuses what is no range with a ValueError"""
    refuses(submission.choose_scale.attempt(*arguments, **settings), because=why)


@check(
    weight=2,
    cases={"uint8": {"zero_point": np.uint8(55)}, "int8": {"zero_point": np.int8(-73)}},
    hint="10.2 / 0.5 = 20.4, rounded 20, plus 55 is 75. 200 / 0.5 + 55 = 455 is above 255, so it "
    "becomes 255.",
)
def worked_quantize(submission: Submission, zero_point: np.integer) -> None:
    """quantize gives the worked example of the handout"""
    answer = submission.quantize(WORKED_X, F32(0.5), zero_point)
    is_quantized(answer, WORKED_X, F32(0.5), zero_point)


@check(
    weight=3,
    cases=ZERO_POINTS,
    hint="Round x / scale first, half to even (np.rint), then add the zero point: with an odd zero "
    "point the other order gives something else for every half.",
)
def half_to_even(submission: Submission, rng: np.random.Generator, zero_point: np.integer) -> None:
    """quantize rounds half to even, before it adds the zero point"""
    least, greatest = limits(zero_point.dtype)
    halves = np.arange(least, greatest) - int(zero_point) + 0.5
    scale = F32(2.0 ** -rng.integers(1, 4))
    x = (rng.choice(halves, 24, replace=False) * float(scale)).astype(F32)
    is_quantized(submission.quantize(x, scale, zero_point), x, scale, zero_point)


@check(
    weight=2,
    cases=ZERO_POINTS,
    hint="np.clip to the limits of the dtype while the numbers are still float, then .astype. A "
    "cast first wraps 300 round to 44, and then there is nothing left to clip.",
)
def saturates(submission: Submission, rng: np.random.Generator, zero_point: np.integer) -> None:
    """quantize replaces what is out of range by the nearest limit"""
    scale = some_scale(rng)
    far = np.concatenate([rng.uniform(-600, 600, 20), [0, 1e5, -1e5, 3e9, -3e9, 1e30, -1e30]])
    x = np.append(far * scale, [INF, -INF]).astype(F32)
    is_quantized(submission.quantize(x, scale, zero_point), x, scale, zero_point)


@check(
    weight=1,
    needs=worked_quantize,
    cases={"uint8": {"zero_point": np.uint8(128)}, "int8": {"zero_point": np.int8(5)}},
    hint="x / scale with both in float32 is float32. Float64 gives another quotient, and so does "
    "x * (1 / scale): close to a half, it decides which integer it becomes.",
)
def divides_in_float32(
    submission: Submission, rng: np.random.Generator, zero_point: np.integer
) -> None:
    """quantize divides, in float32"""
    scale = some_scale(rng)
    halves = (rng.integers(-110, 110, 600) + 0.5).astype(F32)
    x = (halves * scale).astype(F32)
    is_quantized(submission.quantize(x, scale, zero_point), x, scale, zero_point)


@check(
    weight=2,
    cases=AXES,
    hint="Give the scales as many axes as x, of length 1 except the right one: "
    "shape = [1] * x.ndim; shape[axis] = -1; scale.reshape(shape). The zero points, too.",
)
def quantize_along_an_axis(
    submission: Submission, rng: np.random.Generator, shape: Shape, axis: int
) -> None:
    """quantize uses the scale and the zero point of each index of the axis"""
    scales, zero_points = parameters(rng, shape[axis])
    x = rng.uniform(-2, 2, shape).astype(F32)
    answer = submission.quantize(x, scales, zero_points, axis=axis)
    is_quantized(answer, x, scales, zero_points, axis)


@check(
    weight=1,
    cases=ANY_ARRAY,
    hint="The answer has the shape of x, whatever that is. Write to new arrays only: x /= scale "
    "changes the caller's array.",
)
def quantize_any_array(
    submission: Submission, rng: np.random.Generator, view: Callable[[np.ndarray], np.ndarray]
) -> None:
    """quantize takes views and batches, also empty ones, and leaves them as they were"""
    x = view(rng.uniform(-50, 50, (4, 6)).astype(F32))
    answer = submission.quantize(x, F32(0.5), np.uint8(100))
    is_quantized(answer, x, F32(0.5), np.uint8(100))
    unchanged(answer)


@check(
    weight=1,
    needs=worked_quantize,
    cases=BAD_X,
    hint="Test x.dtype == np.float32 and np.isnan(x).any() first.",
)
def bad_numbers(submission: Submission, why: str, x: np.ndarray) -> None:
    """quantize refuses NaN and whatever is no float32 with a ValueError"""
    refuses(submission.quantize.attempt(x, S, Z), because=why)


@check(
    weight=1,
    needs=worked_quantize,
    cases=BAD_PARAMETERS,
    hint="(scale > 0) & (scale < np.inf) is False for NaN as well. The shape must be () without an "
    "axis, (x.shape[axis],) with one, and the zero point int8 or uint8.",
)
def bad_scales(submission: Submission, why: str, bad: tuple[Any, ...]) -> None:
    """quantize refuses impossible scales, zero points and axes with a ValueError"""
    refuses(submission.quantize.attempt(X, *bad), because=why)


@check(
    weight=3,
    cases=ZERO_POINTS,
    hint="q − zero_point lies between −255 and 255: too much for 8 bits. Convert both to int32 "
    "first, subtract, and multiply in float32.",
)
def all_integers_back(
    submission: Submission, rng: np.random.Generator, zero_point: np.integer
) -> None:
    """dequantize gives the right number for every integer"""
    least, greatest = limits(zero_point.dtype)
    q = rng.permutation(np.arange(least, greatest + 1)).astype(zero_point.dtype).reshape(8, 32)
    scale = some_scale(rng)
    is_real(submission.dequantize(q, scale, zero_point), q, scale, zero_point)


@check(
    weight=2,
    cases=AXES,
    hint="The same reshape as in quantize, for scales and zero points.",
)
def dequantize_along_an_axis(
    submission: Submission, rng: np.random.Generator, shape: Shape, axis: int
) -> None:
    """dequantize uses the scale and the zero point of each index of the axis"""
    scales, zero_points = parameters(rng, shape[axis], np.uint8)
    q = rng.integers(0, 256, shape, np.uint8)
    answer = submission.dequantize(q, scales, zero_points, axis=axis)
    is_real(answer, q, scales, zero_points, axis)


@check(
    weight=1,
    cases=ANY_ARRAY,
    hint="The answer has the shape of q, and q itself stays as it is: q -= zero_point changes the "
    "caller's array.",
)
def dequantize_any_array(
    submission: Submission, rng: np.random.Generator, view: Callable[[np.ndarray], np.ndarray]
) -> None:
    """dequantize takes views and batches, also empty ones, and leaves them as they were"""
    q = view(rng.integers(-128, 128, (4, 6), np.int8))
    answer = submission.dequantize(q, F32(0.5), np.int8(-4))
    is_real(answer, q, F32(0.5), np.int8(-4))
    unchanged(answer)


@check(
    weight=1,
    needs=all_integers_back,
    cases=BAD_Q,
    hint="q.dtype must be zero_point.dtype, and that one int8 or uint8.",
)
def bad_integers(submission: Submission, why: str, q: np.ndarray) -> None:
    """dequantize refuses whatever has not the dtype of its zero point with a ValueError"""
    refuses(submission.dequantize.attempt(q, S, Z), because=why)


@check(
    weight=1,
    needs=all_integers_back,
    cases=BAD_PARAMETERS,
    hint="Let both functions test their scales, zero points and axes with the same helper.",
)
def bad_scales_back(submission: Submission, why: str, bad: tuple[Any, ...]) -> None:
    """dequantize refuses impossible scales, zero points and axes with a ValueError"""
    q = X.astype(np.asarray(bad[1]).dtype)  # so that nothing else is wrong
    refuses(submission.dequantize.attempt(q, *bad), because=why)
