"""Hidden checks of exercise 13, requantize."""

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.checks import Answer, Submission, check, exactly, identical, refuses, unchanged
from solutions.inputs import ANY_ARRAY, Shape
from solutions.reference_int8 import multiplier, requantize
from solutions.requantize.cases import (
    BAD_FACTORS,
    BAD_MULTIPLIERS,
    BAD_SHAPES,
    BAD_SUMS,
    BAD_ZERO_POINTS,
    CHANNELS,
    FULL,
    HALF,
    HALVES,
    HIGHEST,
    I32,
    LEFT,
    LOWEST,
    POWERS,
    SHIFTS,
    TINY,
    WORKED_MULTIPLIERS,
    ZERO_POINTS,
    any_factor,
    fitting,
    rounded_twice,
)


def scales(
    submission: Submission, acc: np.ndarray, q31: Any, shift: Any, zero_point: np.integer
) -> Answer:
    """The submission gives acc in 8 bits, value for value."""
    answer: Answer = submission.requantize(acc, q31, shift, zero_point)
    q31s, shifts = np.broadcast_to(q31, acc.shape), np.broadcast_to(shift, acc.shape)
    identical(answer, requantize(acc, q31s, shifts, zero_point))
    return answer


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
    scales(submission, acc, 1288490189, -1, zero_point)


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
    scales(submission, acc, HALF, 0, zero_point)


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
    scales(submission, acc, HALF, shift, zero_point)


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
    scales(submission, acc, q31, shift, np.uint8(128))


@check(
    weight=3,
    cases=SHIFTS,
    hint="In this order: multiply by q31 in int64, (… + 2**30) >> 31, then the shift with its "
    "rounding, then the zero point, then clip, then the cast.",
)
def any_sums(submission: Submission, rng: np.random.Generator, shift: int) -> None:
    """requantize scales sums of any size to 8 bits"""
    q31, zero_point = any_factor(rng), np.int8(rng.integers(-40, 40))
    acc = fitting(rng, q31, shift, 400)
    scales(submission, acc, q31, shift, zero_point)


@check(
    weight=1,
    cases=LEFT,
    hint="A positive shift means a multiplier of 1 or more: shift acc to the left first, "
    "acc << shift, then multiply. There is nothing to shift to the right then.",
)
def left_shifts(submission: Submission, rng: np.random.Generator, shift: int) -> None:
    """requantize shifts to the left first where the shift is positive"""
    q31, zero_point = any_factor(rng), np.uint8(rng.integers(90, 160))
    acc = fitting(rng, q31, shift, 60)
    scales(submission, acc, q31, shift, zero_point)


@check(
    weight=2,
    cases=ZERO_POINTS,
    hint="np.clip to the limits of the zero point's dtype, all of them, after the zero point was "
    "added and before the cast.",
)
def saturates(submission: Submission, rng: np.random.Generator, zero_point: np.integer) -> None:
    """requantize replaces what is out of range by the nearest limit"""
    q31, shift = any_factor(rng), -6
    far = [10**8, -(10**8), 20_000, -20_000]
    acc = np.append(fitting(rng, q31, shift, 30) * 3, far).astype(I32)
    scales(submission, acc, q31, shift, zero_point)


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
        scales(submission, edges, q31, shift, zero_point)


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
    scales(submission, acc, q31, shift, np.int8(4))


@check(
    weight=1,
    cases=ANY_ARRAY,
    hint="The answer has the shape of acc, whatever that is. acc *= q31 or acc <<= shift changes "
    "the caller's array.",
)
def any_array(
    submission: Submission, rng: np.random.Generator, view: Callable[[np.ndarray], np.ndarray]
) -> None:
    """requantize takes views and batches, also empty ones, and leaves them as they were"""
    acc = view(rng.integers(-900, 900, (4, 6), I32))
    unchanged(scales(submission, acc, any_factor(rng), -2, np.uint8(100)))


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
