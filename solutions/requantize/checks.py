"""Hidden checks of exercise 13, requantize."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader.checks import Answer, Submission, check, exactly, identical, refuses, unchanged
from solutions.inputs import Shape
from solutions.reference_int8 import multiplier, requantize

Case = dict[str, Any]
I32 = np.int32
LOWEST, HIGHEST = -(2**31), 2**31 - 1
HALF = 2**30  # q31 of 0.5
INF, NAN = float("inf"), float("nan")

WORKED_MULTIPLIERS = {"0.3": {"m": 0.3}, "0.5": {"m": 0.5}, "0.75": {"m": 0.75}, "1": {"m": 1.0}}
POWERS = {
    "1/8": {"m": 2.0**-3},
    "1/1024": {"m": 2.0**-10},
    "2^−31": {"m": 2.0**-31},
    "2": {"m": 2.0},
    "4096": {"m": 4096.0},
    "2^29": {"m": 2.0**29},
}
# f · 2^31 is an integer and a half, exactly
HALVES = {
    "2^30 + 0.5": {"m": 0.5 + 2.0**-32},
    "2^30 + 1.5": {"m": 0.5 + 3 * 2.0**-32},
    "0.75 · 2^31 + 0.5": {"m": (0.75 + 2.0**-32) / 64},
    "0.6 of the way": {"m": (1288490188 + 0.5) / 2**33},
}
FULL = {
    "almost 1": {"m": 1 - 2.0**-40},
    "almost 1/2": {"m": (1 - 2.0**-33) / 2},
    "almost 2^−9": {"m": (1 - 2.0**-35) / 512},
    "almost 16": {"m": 16 * (1 - 2.0**-45)},
    "not quite full": {"m": 1 - 2.0**-31},
}
TINY = {
    "2^−32": {"m": 2.0**-32},
    "almost 2^−32": {"m": 2.0**-32 * (1 - 2.0**-33)},
    "2^−33": {"m": 2.0**-33},
    "1e-12": {"m": 1e-12},
    "the smallest float": {"m": 5e-324},
}
BAD_MULTIPLIERS = {
    "0": {"m": 0.0, "why": "the multiplier is 0"},
    "negative": {"m": -0.5, "why": "the multiplier is negative"},
    "infinite": {"m": INF, "why": "the multiplier is infinite"},
    "NaN": {"m": NAN, "why": "the multiplier is no number (NaN)"},
    "2^30": {"m": 2.0**30, "why": "the shift would be 31"},
    "almost 2^30": {"m": 2.0**30 * (1 - 2.0**-40), "why": "rounded, the shift would be 31"},
}

ZERO_POINTS: Mapping[str, Case] = {
    "int8, 0": {"zero_point": np.int8(0)},
    "int8, 5": {"zero_point": np.int8(5)},
    "int8, −128": {"zero_point": np.int8(-128)},
    "int8, 127": {"zero_point": np.int8(127)},
    "uint8, 0": {"zero_point": np.uint8(0)},
    "uint8, 55": {"zero_point": np.uint8(55)},
    "uint8, 255": {"zero_point": np.uint8(255)},
}
SHIFTS = {f"shift {shift}": {"shift": shift} for shift in (-1, -2, -5, -12, -20)}
LEFT = {f"shift {shift}": {"shift": shift} for shift in (1, 2, 4, 7)}
CHANNELS: Mapping[str, Case] = {
    "two channels": {"shape": (1, 2, 1, 3), "form": (2, 1, 1)},
    "as many channels as columns": {"shape": (2, 3, 2, 3), "form": (3, 1, 1)},
    "as many channels as images": {"shape": (3, 3, 1, 2), "form": (3, 1, 1)},
    "one for each image": {"shape": (2, 3, 2, 2), "form": (2, 1, 1, 1)},
    "one for each column": {"shape": (4, 3), "form": (3,)},
    "an empty batch": {"shape": (0, 3, 2, 2), "form": (3, 1, 1)},
}
LAYOUTS: Mapping[str, Case] = {
    "transposed": {"view": lambda a: a.T},
    "every other column": {"view": lambda a: a[:, ::2]},
    "upside down": {"view": lambda a: a[::-1]},
    "a whole batch": {"view": lambda a: a.reshape(2, 2, 2, 3)},
    "an empty batch": {"view": lambda a: a[:0]},
}
ACC = np.array([[100, -200, 300], [400, 0, -5]], I32)
GOOD = (HALF, -1, np.int8(3))


def bad(
    why: str, q31: Any = HALF, shift: Any = -1, zero_point: Any = GOOD[2], acc: Any = ACC
) -> Case:
    """A case where one argument is bad, and `why`."""
    return {"why": why, "arguments": (acc, q31, shift, zero_point)}


BAD_SUMS = {
    "int64": bad("acc is int64", acc=ACC.astype(np.int64)),
    "int8": bad("acc is int8", acc=ACC.astype(np.int8)),
    "float32": bad("acc is float32", acc=ACC.astype(np.float32)),
}
BAD_FACTORS = {
    "negative": bad("q31 is negative", q31=-1),
    "2^31": bad("q31 is 2^31, too large for int32", q31=2**31),
    "one of three": bad("one of three q31 is negative", q31=np.array([5, -1, 5], I32)),
    "a float": bad("q31 is a float", q31=0.5),
    "floats": bad("q31 is float64", q31=np.full(3, 2.0**30)),
    "shift 31": bad("the shift is above 30", shift=31),
    "shift −32": bad("the shift is below −31", shift=-32),
    "one shift of three": bad("one of three shifts is −40", shift=np.array([0, -40, 1], I32)),
    "a float shift": bad("the shift is a float", shift=-1.0),
}
BAD_SHAPES = {
    "four for three columns": bad(
        "acc has 3 columns and q31 has 4 values", q31=np.full(4, HALF, I32)
    ),
    "two shifts for three columns": bad(
        "acc has 3 columns and shift 2 values", shift=np.array([-1, 0], I32)
    ),
    "one more axis": bad(
        "the result would have more axes than acc", q31=np.full((2, 1, 1), HALF, I32)
    ),
}
BAD_ZERO_POINTS = {
    "a plain int": bad("a plain int has no dtype of 8 bits", zero_point=3),
    "int32": bad("the zero point is int32", zero_point=np.int32(3)),
    "out of range": bad("300 is no int8 and no uint8", zero_point=np.int16(300)),
    "float": bad("the zero point is float32", zero_point=np.float32(3)),
    "two": bad("there are three zero points", zero_point=np.full(3, 5, np.int8)),
}


def is_scaled(
    answer: Answer, acc: np.ndarray, q31: Any, shift: Any, zero_point: np.integer
) -> None:
    """The answer is acc in 8 bits, value for value."""
    q31s, shifts = np.broadcast_to(q31, acc.shape), np.broadcast_to(shift, acc.shape)
    identical(answer, requantize(acc, q31s, shifts, zero_point))


def any_factor(rng: np.random.Generator) -> int:
    """A q31 that uses every bit."""
    return int(rng.integers(2**30, 2**31)) | 1


def within(rng: np.random.Generator, q31: int, shift: int, count: int) -> np.ndarray:
    """Sums that come out in 8 bits, mostly."""
    reach = 140 * 2.0**31 / q31 / 2.0**shift
    sums: np.ndarray = rng.uniform(max(-reach, LOWEST), min(reach, HIGHEST), count).astype(I32)
    return sums


def rounded_twice(rng: np.random.Generator, q31: int, shift: int, count: int) -> np.ndarray:
    """Sums just below a half of the end result, so that the first rounding makes it a half."""
    halves = (2 * rng.integers(-100, 100, count * 8) + 1) * 2 ** (-shift - 1)  # high, exactly
    sums = [-(-(2 * int(half) - 1) * 2**30 // q31) for half in halves]  # the least that rounds up
    twice = [
        total
        for total, half in zip(sums, halves, strict=True)
        if (2 * int(half) - 1) * 2**30 <= total * q31 < int(half) * 2**31 and abs(total) < 2**31
    ]
    return np.array(twice[:count], I32)


@check(
    weight=2,
    cases=WORKED_MULTIPLIERS,
    hint="math.frexp(0.3) is (0.6, −1), because 0.3 = 0.6 · 2^−1. 0.6 · 2^31 = 1288490188.8, "
    "rounded 1288490189: the answer is (1288490189, −1).",
)
def worked_multiplier(submission: Submission, m: float) -> None:
    """quantize_multiplier gives the worked examples of the handout"""
    exactly(submission.quantize_multiplier(m), multiplier(m))


@check(
    weight=2,
    cases=POWERS,
    hint="math.frexp(0.125) is (0.5, −2): the fraction of a power of two is 0.5, so q31 is 2^30. A "
    "logarithm, rounded, is easily one off here.",
)
def powers_of_two(submission: Submission, m: float) -> None:
    """quantize_multiplier is right for powers of two, small and large"""
    exactly(submission.quantize_multiplier(m), multiplier(m))


@check(
    weight=3,
    hint="fraction, shift = math.frexp(m); q31 = round(fraction · 2^31). Stay in float64: float32 "
    "keeps only 24 of the 31 bits.",
)
def any_multiplier(submission: Submission, rng: np.random.Generator) -> None:
    """quantize_multiplier keeps 31 bits of any multiplier"""
    for m in 10 ** rng.uniform(-8, 3, 24):
        exactly(submission.quantize_multiplier(float(m)), multiplier(float(m)))


@check(
    weight=1,
    cases=HALVES,
    hint="Python's round() and np.rint take the even neighbour. math.floor(v + 0.5) rounds "
    "positive halves up, away from zero.",
)
def multiplier_half_away(submission: Submission, m: float) -> None:
    """quantize_multiplier rounds halves away from zero"""
    exactly(submission.quantize_multiplier(m), multiplier(m))


@check(
    weight=1,
    cases=FULL,
    hint="A fraction close to 1 rounds to 2^31, one more than an int32 can hold. 2^31 · 2^shift is "
    "2^30 · 2^(shift + 1).",
)
def multiplier_fits_into_int32(submission: Submission, m: float) -> None:
    """quantize_multiplier never answers with 2^31"""
    exactly(submission.quantize_multiplier(m), multiplier(m))


@check(
    weight=1,
    cases=TINY,
    hint="The smallest shift is −31. Below it (after rounding), answer (0, 0).",
)
def tiny_multipliers(submission: Submission, m: float) -> None:
    """quantize_multiplier answers (0, 0) where the shift would be below −31"""
    exactly(submission.quantize_multiplier(m), multiplier(m))


@check(
    weight=1,
    needs=worked_multiplier,
    cases=BAD_MULTIPLIERS,
    hint='0 < m < float("inf") is False for NaN as well. The largest shift is 30.',
)
def bad_multipliers(submission: Submission, why: str, m: float) -> None:
    """quantize_multiplier refuses what is not positive, finite and below 2^30 with a ValueError"""
    refuses(submission.quantize_multiplier.attempt(m), because=why)


@check(
    weight=2,
    cases={"int8": {"zero_point": np.int8(-3)}, "uint8": {"zero_point": np.uint8(128)}},
    hint="acc = 5, m = 0.3: 5 · 1288490189 / 2^31 = 3.0000000005, rounded 3. Then 3 / 2 = 1.5, "
    "rounded away from zero: 2. Then the zero point. Compute in np.int64.",
)
def worked_requantize(submission: Submission, zero_point: np.integer) -> None:
    """requantize gives the worked example of the handout"""
    acc = np.array([0, 5, -5, 100, -101, 1000, -1000], I32)
    is_scaled(
        submission.requantize(acc, 1288490189, -1, zero_point), acc, 1288490189, -1, zero_point
    )


@check(
    weight=2,
    cases=ZERO_POINTS,
    hint="The first rounding, by 2^31, takes halves up: (product + 2**30) >> 31 in int64. For "
    "−2.5 that is −2.",
)
def first_rounding(
    submission: Submission, rng: np.random.Generator, zero_point: np.integer
) -> None:
    """requantize rounds the high half of the product, halves towards +∞"""
    acc = (2 * rng.permutation(np.arange(-100, 100)) + 1).astype(I32)
    answer = submission.requantize(acc, HALF, 0, zero_point)
    is_scaled(answer, acc, HALF, 0, zero_point)


@check(
    weight=2,
    cases=SHIFTS,
    hint="The second rounding, by 2^−shift, takes halves away from zero: round the absolute value, "
    "(abs(high) + half) >> n, and give it its sign back. Only then add the zero point.",
)
def second_rounding(submission: Submission, rng: np.random.Generator, shift: int) -> None:
    """requantize rounds a second time when it shifts, halves away from zero"""
    zero_point = np.int8(7)
    acc = ((2 * rng.permutation(np.arange(-60, 60)) + 1) * 2**-shift).astype(I32)
    answer = submission.requantize(acc, HALF, shift, zero_point)
    is_scaled(answer, acc, HALF, shift, zero_point)


@check(
    weight=2,
    cases=SHIFTS,
    hint="Round twice, as the hardware does: first to the integer `high`, then `high` by the "
    "shift. One rounding of the whole product gives another answer just below a half.",
)
def rounds_twice(submission: Submission, rng: np.random.Generator, shift: int) -> None:
    """requantize rounds twice, not once"""
    q31 = any_factor(rng)
    acc = rounded_twice(rng, q31, shift, 60)
    answer = submission.requantize(acc, q31, shift, np.uint8(128))
    is_scaled(answer, acc, q31, shift, np.uint8(128))


@check(
    weight=3,
    cases=SHIFTS,
    hint="In this order: multiply by q31 in int64, (… + 2**30) >> 31, then the shift with its "
    "rounding, then the zero point, then clip, then the cast.",
)
def any_sums(submission: Submission, rng: np.random.Generator, shift: int) -> None:
    """requantize scales sums of any size to 8 bits"""
    q31, zero_point = any_factor(rng), np.int8(rng.integers(-40, 40))
    acc = within(rng, q31, shift, 400)
    answer = submission.requantize(acc, q31, shift, zero_point)
    is_scaled(answer, acc, q31, shift, zero_point)


@check(
    weight=1,
    cases=LEFT,
    hint="A positive shift means a multiplier of 1 or more: shift acc to the left first, "
    "acc << shift, then multiply. There is nothing to shift to the right then.",
)
def left_shifts(submission: Submission, rng: np.random.Generator, shift: int) -> None:
    """requantize shifts to the left first where the shift is positive"""
    q31, zero_point = any_factor(rng), np.uint8(rng.integers(90, 160))
    acc = within(rng, q31, shift, 60)
    answer = submission.requantize(acc, q31, shift, zero_point)
    is_scaled(answer, acc, q31, shift, zero_point)


@check(
    weight=2,
    cases=ZERO_POINTS,
    hint="np.clip to the limits of the zero point's dtype, all of them, after the zero point was "
    "added and before the cast.",
)
def saturates(submission: Submission, rng: np.random.Generator, zero_point: np.integer) -> None:
    """requantize replaces what is out of range by the nearest limit"""
    q31, shift = any_factor(rng), -6
    acc = np.append(within(rng, q31, shift, 30) * 3, [10**8, -(10**8), 20_000, -20_000]).astype(I32)
    answer = submission.requantize(acc, q31, shift, zero_point)
    is_scaled(answer, acc, q31, shift, zero_point)


@check(
    weight=2,
    cases={f"shift {shift}": {"shift": shift} for shift in (0, -8, -24, -31, 1, 30)},
    hint="−2^31 · (2^31 − 1) needs 63 bits: convert acc to int64 before you multiply. After a "
    "shift to the left, clip to −2^31 … 2^31 − 1.",
)
def limits_of_int32(submission: Submission, rng: np.random.Generator, shift: int) -> None:
    """requantize is exact up to the limits of int32"""
    edges = np.array([LOWEST, LOWEST + 1, HIGHEST, HIGHEST - 1, 2**30, -(2**30), -1, 0, 1], I32)
    zero_point = np.int8(rng.integers(-9, 9))
    for q31 in (HIGHEST, HALF, any_factor(rng), 0):
        answer = submission.requantize(edges, q31, shift, zero_point)
        is_scaled(answer, edges, q31, shift, zero_point)


@check(
    weight=2,
    cases=CHANNELS,
    hint="If q31 and shift broadcast in your formulas, nothing else is needed: np.asarray both, "
    "and np.maximum instead of `if` for the sign of the shift.",
)
def one_for_each_channel(
    submission: Submission, rng: np.random.Generator, shape: Shape, form: Shape
) -> None:
    """requantize takes arrays of multipliers and shifts, one for each channel"""
    q31 = rng.integers(2**30, 2**31, form).astype(I32)
    shift = (rng.permutation(q31.size).reshape(form) - q31.size // 2 - 1).astype(I32) * 2
    acc = rng.integers(-900, 900, shape, I32)
    answer = submission.requantize(acc, q31, shift, np.int8(4))
    is_scaled(answer, acc, q31, shift, np.int8(4))


@check(
    weight=1,
    cases=LAYOUTS,
    hint="The answer has the shape of acc, whatever that is. acc *= q31 or acc <<= shift changes "
    "the caller's array.",
)
def any_array(
    submission: Submission, rng: np.random.Generator, view: Callable[[np.ndarray], np.ndarray]
) -> None:
    """requantize takes views and batches, also empty ones, and leaves them as they were"""
    acc = view(rng.integers(-900, 900, (4, 6), I32))
    answer = submission.requantize(acc, any_factor(rng), -2, np.uint8(100))
    is_scaled(answer, acc, answer.call.args[1], -2, np.uint8(100))
    unchanged(answer)


@check(
    weight=1,
    needs=worked_requantize,
    cases=BAD_SUMS,
    hint="acc.dtype must be np.int32: nothing else comes out of an 8-bit layer.",
)
def bad_sums(submission: Submission, why: str, arguments: tuple[Any, ...]) -> None:
    """requantize refuses sums that are not int32 with a ValueError"""
    refuses(submission.requantize.attempt(*arguments), because=why)


@check(
    weight=1,
    needs=worked_requantize,
    cases=BAD_FACTORS,
    hint='np.asarray(q31).dtype.kind must be "i" or "u", all values from 0 to 2^31 − 1; all shifts '
    "integers from −31 to 30.",
)
def bad_factors(submission: Submission, why: str, arguments: tuple[Any, ...]) -> None:
    """requantize refuses multipliers and shifts that are out of range with a ValueError"""
    refuses(submission.requantize.attempt(*arguments), because=why)


@check(
    weight=1,
    needs=worked_requantize,
    cases=BAD_SHAPES,
    hint="np.broadcast_shapes(acc.shape, q31.shape, shift.shape) raises a ValueError itself where "
    "they do not fit; and it must be acc.shape.",
)
def bad_shapes(submission: Submission, why: str, arguments: tuple[Any, ...]) -> None:
    """requantize refuses arrays of multipliers that do not fit with a ValueError"""
    refuses(submission.requantize.attempt(*arguments), because=why)


@check(
    weight=1,
    needs=worked_requantize,
    cases=BAD_ZERO_POINTS,
    hint="The dtype of the result comes from the zero point: np.int8 or np.uint8, one number.",
)
def bad_zero_points(submission: Submission, why: str, arguments: tuple[Any, ...]) -> None:
    """requantize refuses whatever is not one int8 or uint8 as zero point with a ValueError"""
    refuses(submission.requantize.attempt(*arguments), because=why)
