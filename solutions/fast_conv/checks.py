"""Hidden checks of exercise 7, fast_conv.

Nearly all numbers are float32: a function compiled by numba compiles again for every new type.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader.checks import Submission, check, close, has_dtype, refuses, unchanged
from solutions.fast_conv.cases import BORDERS, LONG, SETTINGS, SHAPES, TIMED, TYPES, Numbers
from solutions.inputs import Shape, digits, distinct, extreme, whole
from solutions.layers import BAD_SETTINGS, BAD_SHAPES, INTEGERS, LAYOUTS
from solutions.reference import is_layer, layer_fast
from solutions.speed import is_fast

TIMES = 4
RACES = 8  # a race between threads is not lost every time, so each call takes milliseconds


def singles(
    rng: np.random.Generator, size: Shape, filters: Shape
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Small whole numbers in float32: x, w, and biases that cannot be mistaken for each other."""
    b = distinct(rng, filters[0]) if filters[0] <= 4 else whole(rng, filters[:1])
    x, w, b = (a.astype(np.float32) for a in (whole(rng, size), whole(rng, filters), b))
    return x, w, b


@check(
    weight=3,
    cases=SHAPES,
    hint="First make it right, with plain loops (as in baseline.py), then fast, one change "
    "at a time. Each output value is a sum over c, i and j; it starts at zero for every image.",
)
def every_shape(
    submission: Submission, rng: np.random.Generator, size: Shape, filters: Shape
) -> None:
    """is the layer of exercise 4, for every shape"""
    x, w, b = singles(rng, size, filters)
    is_layer(submission.conv_layer(x, w, b), x, w, b)


@check(
    weight=4,
    cases=SETTINGS,
    hint="Pad and work out OH and OW in plain Python, as in exercise 4, before the compiled loops. "
    "They then see a padded array, two strides, and nothing else.",
)
def every_setting(
    submission: Submission,
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    settings: Mapping[str, Any],
) -> None:
    """takes every stride, padding and activation"""
    x, w, b = singles(rng, size, filters)
    is_layer(submission.conv_layer(x, w, b, **settings), x, w, b, **settings)


@check(
    weight=4,
    cases=BORDERS,
    hint="What is left over when a tile no longer fits? Either a slow loop does the rest, or the "
    "arrays are padded up to whole tiles and what is too much is cut off at the end.",
)
def borders(
    submission: Submission,
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    settings: Mapping[str, Any],
) -> None:
    """is right to the last row, column and filter, whatever the tiles leave over"""
    x, w, b = singles(rng, size, filters)
    for activation in (None, "relu"):
        answer = submission.conv_layer(x, w, b, activation=activation, **settings)
        is_layer(answer, x, w, b, layer_fast, activation=activation, **settings)


@check(
    weight=2,
    cases=TYPES,
    hint="dtype = float32 if x, w and b all are, otherwise float64; convert all three to it before "
    "the compiled loops, and create output and sums with it. In numba, 0.0 is a float64.",
)
def keeps_the_type(
    submission: Submission,
    rng: np.random.Generator,
    pixels: type[np.floating],
    weights: type[np.floating],
) -> None:
    """keeps float32 where all three are float32, and otherwise every digit of float64"""
    x, w = digits(rng, (2, 2, 4, 5), pixels), digits(rng, (3, 2, 3, 2), weights)
    b = digits(rng, (3,), weights)
    answer = submission.conv_layer(x, w, b)
    is_layer(answer, x, w, b)
    has_dtype(answer, np.result_type(x, w, b).type)


@check(
    weight=1,
    cases=INTEGERS,
    hint="Integers become float64, before anything is multiplied. float32 is not enough: it holds "
    "whole numbers up to 2²⁴, and 32767 · 32767 is larger.",
)
def integer_arrays(
    submission: Submission,
    rng: np.random.Generator,
    pixels: type[np.integer],
    weights: type[np.integer],
) -> None:
    """is exact for integer arrays, up to the extremes of their types"""
    x, w = extreme(rng, (1, 2, 3, 4), pixels), extreme(rng, (2, 2, 2, 2), weights)
    b = rng.integers(-1000, 1000, 2, np.int32)
    is_layer(submission.conv_layer(x, w, b), x, w, b)


@check(
    weight=2,
    cases=LONG,
    hint="Sum in the type of the result. A float64 sum that passes through float32, even once for "
    "each channel, keeps 7 digits of the largest partial sum.",
)
def long_sums(
    submission: Submission, rng: np.random.Generator, numbers: Numbers, offset: float
) -> None:
    """sums 4608 products as exactly as the type allows"""
    x, w = numbers(rng, (1, 512, 4, 5), offset), numbers(rng, (2, 512, 3, 3), 0.0)
    b = rng.standard_normal(2).astype(x.dtype)
    is_layer(submission.conv_layer(x, w, b), x, w, b, layer_fast)


@check(
    weight=2,
    hint="Remember nothing between calls, neither answers nor half-finished sums: the same array, "
    "or one that looks alike, may hold other numbers next time.",
)
def nothing_remembered(submission: Submission, rng: np.random.Generator) -> None:
    """looks at every number again in every call"""
    x, w, b = singles(rng, (1, 2, 9, 8), (3, 2, 3, 3))
    for _ in range(TIMES):
        is_layer(submission.conv_layer(x, w, b), x, w, b)
        # Two numbers change places: shape, sum, extremes and most samples stay the same.
        for array in (x, w):
            flat = array.reshape(-1)
            one, other = rng.choice(np.arange(1, flat.size - 1), 2, replace=False)
            while flat[one] == flat[other]:
                other = rng.integers(1, flat.size - 1)
            flat[[one, other]] = flat[[other, one]]


@check(
    weight=2,
    cases={
        "many channels": {"size": (2, 1024, 32, 32), "filters": (4, 1024, 3, 3)},
        "many filters": {"size": (4, 16, 20, 20), "filters": (96, 16, 3, 3)},
        "many images": {"size": (64, 16, 16, 16), "filters": (8, 16, 3, 3)},
    },
    hint="With prange, each iteration may write only to what no other one writes to: give threads "
    "different images, filters or rows, never channels of the same sum, and each its own sums.",
)
def every_time(
    submission: Submission, rng: np.random.Generator, size: Shape, filters: Shape
) -> None:
    """gives the same right answer every time, with all threads at work"""
    x, w, b = singles(rng, size, filters)
    expected = layer_fast(x, w, b)
    for _ in range(RACES):
        # Whole numbers below 2²⁴: exact in float32 in any order, so a single lost product is seen.
        close(submission.conv_layer(x, w, b), expected, tolerance=0.4)


@check(
    weight=1,
    cases=LAYOUTS,
    hint="np.ascontiguousarray(x) copies only if it has to. Compiled loops may count on its order "
    "in memory, and numba compiles only once.",
)
def views(
    submission: Submission, rng: np.random.Generator, view: Callable[[np.ndarray], np.ndarray]
) -> None:
    """works on views: transposed, upside down, every other column"""
    x, w, b = singles(rng, (1, 3, 4, 3), (2, 3, 2, 3))
    x, w, b = view(x), view(w), np.resize(b, 4)[::2]
    is_layer(submission.conv_layer(x, w, b), x, w, b)


@check(
    weight=1,
    needs=every_shape,
    hint="np.ascontiguousarray(x) is x itself if nothing had to be copied: writing to it writes to "
    "the caller's array.",
)
def inputs_unchanged(submission: Submission, rng: np.random.Generator) -> None:
    """leaves x, w and b as they were"""
    x, w, b = singles(rng, (2, 2, 3, 4), (3, 2, 2, 2))
    answer = submission.conv_layer(x, w, b, activation="relu")
    unchanged(answer)
    is_layer(answer, x, w, b, activation="relu")


@check(
    weight=2,
    needs=every_shape,
    cases={**BAD_SHAPES, **BAD_SETTINGS},
    hint="Compiled code does not look: it reads beyond the end of an array without a word. Refuse "
    "what does not fit in Python, before the first compiled call.",
)
def refuses_bad_arguments(
    submission: Submission, why: str, shapes: tuple[Shape, ...], settings: Mapping[str, Any]
) -> None:
    """refuses what does not fit with a ValueError"""
    arrays = (np.ones(shape, np.float32) for shape in shapes)
    refuses(submission.conv_layer.attempt(*arrays, **settings), because=why)


@check(
    weight=16,
    needs=(
        every_shape,
        every_setting,
        borders,
        keeps_the_type,
        integer_arrays,
        long_sums,
        nothing_remembered,
        every_time,
        views,
    ),
    cases=TIMED,
    hint="Pixels in the innermost loop, next to each other in memory: LLVM makes vectors of it. "
    "Then several filters at once for each pixel that was loaded, and several weights for each "
    "sum. Let short rows run on as one strip of about 448 pixels, and drop the junk between them "
    "at the end. With a stride, sort rows and columns by remainder first: then neighbours lie side "
    "by side. Look at one change at a time.",
)
def fast(
    submission: Submission,
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    settings: Mapping[str, Any],
) -> None:
    """is fast: at least 0.6 times as fast as the model solution"""
    # Plain loops reach 0.015 to 0.03 of the model solution, pixels innermost 0.03 to 0.05, four
    # filters at once on a row of sums 0.2 to 0.5.
    is_fast(submission.conv_layer, rng, size, filters, settings, full=0.6, zero=0.03)
