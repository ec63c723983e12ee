"""Hidden checks of exercise 11, quantize."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader.checks import Answer, Submission, check, identical, refuses, unchanged
from solutions.inputs import Shape
from solutions.reference_int8 import along, dequantize, limits, quantize, scale_of

Case = dict[str, Any]
F32 = np.float32
NAMES = ("scale", "zero_point")
INF, NAN = float("inf"), float("nan")


def span(low: float, high: float, dtype: str = "uint8", **settings: Any) -> Case:
    """A case: a range, and how to quantize it."""
    return {"arguments": (low, high, dtype), "settings": settings}


WORKED_SCALES = {
    "uint8": span(-27.5, 100.0),
    "int8": span(-27.5, 100.0, "int8"),
    "symmetric": span(-27.5, 63.5, "int8", symmetric=True),
}
RANGES = {
    "all positive": (3.0, 8.0),
    "all negative": (-9.0, -2.0),
    "one positive number": (5.0, 5.0),
    "one negative number": (-5.0, -5.0),
}
WITHOUT_ZERO = {
    f"{name}, {t}": span(*r, t) for name, r in RANGES.items() for t in ("uint8", "int8")
}
SYMMETRIC = {
    "the lower end is farther": span(-6.0, 2.0, "int8", symmetric=True),
    "the upper end is farther": span(-1.0, 3.0, "int8", symmetric=True),
    "all positive": span(2.0, 7.0, "int8", symmetric=True),
    "all negative": span(-8.0, -5.0, "int8", symmetric=True),
}
ZEROS = {
    "uint8": span(0.0, 0.0),
    "int8": span(0.0, 0.0, "int8"),
    "symmetric": span(0.0, 0.0, "int8", symmetric=True),
}
# In float32, where the division falls decides which integer it becomes: 107.5 and 127.5 are near.
NEAR_HALVES = ((-9.89, 13.57), (-2.89, 2.89))
# scale 0.5 and 54.5, 55.5 steps below 0; 255 · 0.25 = 63.75
HALVES = {
    "54.5, uint8": span(-27.25, 100.25),
    "55.5, uint8": span(-27.75, 99.75),
    "−128 + 54.5, int8": span(-27.25, 100.25, "int8"),
    "−128 + 55.5, int8": span(-27.75, 99.75, "int8"),
    "−128 + 200.5, int8": span(-50.125, 13.625, "int8"),
}
BAD_RANGES = {
    "upside down": {"why": "low is above high", **span(2.0, 1.0)},
    "infinite": {"why": "high is infinite", **span(0.0, INF)},
    "minus infinity": {"why": "low is infinite", **span(-INF, 0.0, "int8")},
    "low is NaN": {"why": "low is no number (NaN)", **span(NAN, 1.0)},
    "high is NaN": {"why": "high is no number (NaN)", **span(-1.0, NAN, "int8")},
    "int16": {"why": "int16 has more than 8 bits", **span(-1.0, 1.0, "int16")},
    "a word": {"why": "there is no dtype of this name", **span(-1.0, 1.0, "octet")},
    "symmetric uint8": {
        "why": "uint8 has no negative numbers: its zero point cannot be 0",
        **span(-1.0, 1.0, symmetric=True),
    },
    "tiny": {"why": "1e-45 / 255 is 0 in float32", **span(0.0, 1e-45)},
    "huge": {"why": "6e38 is infinite in float32", **span(-3e38, 3e38)},
}

WORKED_X = np.array([-27.5, -0.5, 0.0, 0.25, 0.75, 10.2, 100.0, 200.0, -40.0], F32)
ZERO_POINTS: Mapping[str, Case] = {
    "uint8, 0": {"zero_point": np.uint8(0)},
    "uint8, 1": {"zero_point": np.uint8(1)},
    "uint8, 128": {"zero_point": np.uint8(128)},
    "uint8, 255": {"zero_point": np.uint8(255)},
    "int8, 0": {"zero_point": np.int8(0)},
    "int8, −1": {"zero_point": np.int8(-1)},
    "int8, −128": {"zero_point": np.int8(-128)},
    "int8, 127": {"zero_point": np.int8(127)},
}
AXES = {
    "a vector": {"shape": (3,), "axis": 0},
    "rows": {"shape": (3, 4), "axis": 0},
    "columns": {"shape": (2, 3), "axis": 1},
    "the last axis": {"shape": (2, 3, 4), "axis": -1},
    "the last but two": {"shape": (3, 2, 2), "axis": -3},
    "channels of a batch": {"shape": (2, 3, 2, 2), "axis": 1},
    "as many channels as columns": {"shape": (2, 3, 2, 3), "axis": 1},
    "filters": {"shape": (3, 2, 3, 3), "axis": 0},
    "rows of a square": {"shape": (3, 3), "axis": 0},
    "columns of a square": {"shape": (3, 3), "axis": 1},
    "the middle of a cube": {"shape": (3, 3, 3), "axis": -2},
    "the last axis of a cube": {"shape": (3, 3, 3), "axis": 2},
    "one channel": {"shape": (2, 1, 3), "axis": 1},
    "an empty batch": {"shape": (0, 3, 2), "axis": 1},
    "no channels": {"shape": (2, 0), "axis": 1},
}
LAYOUTS: Mapping[str, Case] = {
    "transposed": {"view": lambda a: a.T},
    "every other column": {"view": lambda a: a[:, ::2]},
    "upside down": {"view": lambda a: a[::-1]},
    "a whole batch": {"view": lambda a: a.reshape(2, 2, 2, 3)},
    "an empty batch": {"view": lambda a: a[:0]},
}

X, S, Z = np.array([[1.0, -2.0, 0.5], [3.0, 0.0, 1.0]], F32), F32(0.5), np.int8(3)
SS, ZZ = np.full(3, 0.5, F32), np.full(3, 3, np.int8)
BAD_PARAMETERS: Mapping[str, Case] = {
    "scale 0": {"why": "the scale is 0", "bad": (F32(0), Z)},
    "negative scale": {"why": "the scale is negative", "bad": (F32(-0.5), Z)},
    "infinite scale": {"why": "the scale is infinite", "bad": (F32(INF), Z)},
    "scale NaN": {"why": "the scale is no number (NaN)", "bad": (F32(NAN), Z)},
    "one scale NaN": {
        "why": "one of three scales is no number (NaN)",
        "bad": (np.array([0.5, NAN, 1], F32), ZZ, 1),
    },
    "one scale negative": {
        "why": "one of three scales is negative",
        "bad": (np.array([0.5, 1, -1], F32), ZZ, 1),
    },
    "float64 scale": {"why": "the scale is float64", "bad": (np.float64(0.5), Z)},
    "int32 zero point": {"why": "the zero point is int32", "bad": (S, np.int32(3))},
    "zero point out of range": {"why": "300 is no int8 and no uint8", "bad": (S, np.int16(300))},
    "float zero point": {"why": "the zero point is float32", "bad": (S, F32(3))},
    "scales too few": {"why": "there are 3 columns and 2 scales", "bad": (SS[:2], ZZ, 1)},
    "zero points too many": {
        "why": "there are 2 rows and 3 zero points",
        "bad": (SS[:2], ZZ, 0),
    },
    "one scale for an axis": {"why": "axis 1 asks for 3 scales", "bad": (S, Z, 1)},
    "one zero point for three scales": {"why": "axis 1 asks for 3 of both", "bad": (SS, Z, 1)},
    "one scale for three zero points": {"why": "axis 1 asks for 3 of both", "bad": (S, ZZ, 1)},
    "scales without an axis": {"why": "no axis is given for 3 scales", "bad": (SS, ZZ)},
    "no such axis": {"why": "x has no axis 2", "bad": (SS, ZZ, 2)},
    "no such axis from the end": {"why": "x has no axis −3", "bad": (SS, ZZ, -3)},
}
BAD_X = {
    "float64": {"why": "x is float64", "x": X.astype(np.float64)},
    "integers": {"why": "x is int32", "x": X.astype(np.int32)},
    "NaN": {"why": "NaN has no integer", "x": np.array([[1.0, NAN]], F32)},
}
BAD_Q = {
    "another sign": {"why": "q is uint8 and its zero point int8", "q": X.astype(np.uint8)},
    "more bits": {"why": "q is int32 and its zero point int8", "q": X.astype(np.int32)},
    "floats": {"why": "q is float32", "q": X},
}


def ranges(rng: np.random.Generator, count: int) -> np.ndarray:
    """Ranges of every size around 0, (count, 2), float32."""
    sizes = 10 ** rng.uniform(-3, 3, (count, 2)) * [-1, 1]
    return sizes.astype(F32)


def even_ranges(rng: np.random.Generator, count: int) -> list[tuple[float, float]]:
    """Ranges whose scales are exact in any floating-point type, no half anywhere."""
    scales = rng.integers(1, 99, count) / 2.0 ** rng.integers(0, 9, count)
    lows = -(rng.integers(1, 254, count) + 0.25) * scales
    return list(zip(lows.tolist(), (lows + 255 * scales).tolist(), strict=True))


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


def some_scale(rng: np.random.Generator) -> np.float32:
    """A scale that uses every digit of its type."""
    return F32(10 ** rng.uniform(-3, 0))


def parameters(
    rng: np.random.Generator, channels: int, dtype: type[np.integer] = np.int8
) -> tuple[np.ndarray, np.ndarray]:
    """Scales that none can mistake for another (0.01, 0.03, 0.09 …, shuffled), and zero points."""
    scales = (0.01 * 3.0 ** rng.permutation(channels) * rng.uniform(1, 1.5, channels)).astype(F32)
    return scales, (rng.permutation(channels) * 9 + rng.integers(-9, 9)).astype(dtype)


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
    cases=LAYOUTS,
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
    cases=LAYOUTS,
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
