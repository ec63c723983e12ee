"""Hidden checks of exercise 6, im2col."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader.checks import Submission, check, has_dtype, refuses, unchanged
from solutions.im2col.cases import BAD_PATCHES, MIXED, SETTINGS, TIMED, TYPES, UNTOUCHED
from solutions.im2col.patches import are_patches, numbered
from solutions.inputs import Shape, digits, distinct, extreme, whole
from solutions.layers import (
    BAD_SETTINGS,
    BAD_SHAPES,
    BATCHES,
    BIASES,
    CHANNELS,
    FLOATS,
    INTEGERS,
    LAYOUTS,
)
from solutions.reference import is_layer
from solutions.speed import is_fast

WORKED_X = np.array([[[[1, 2, 0], [0, 1, 3], [2, 0, 1]], [[0, 1, 2], [1, 0, 1], [2, 1, 0]]]], float)


@check(
    weight=2,
    hint="For each stop, take the patch x[n, :, i : i + kh, j : j + kw] and lay it out with "
    ".ravel(): that is one row. The stops go through the first image row by row.",
)
def worked_example(submission: Submission, rng: np.random.Generator) -> None:
    """im2col gives the worked example of the handout, also with other numbers"""
    are_patches(submission.im2col(WORKED_X, 2, 2), WORKED_X, (2, 2))
    x = numbered(rng, WORKED_X.shape)
    are_patches(submission.im2col(x, 2, 2), x, (2, 2))


@check(
    weight=4,
    cases=CHANNELS,
    hint="One row for each stop, one column for each pixel: (N·OH·OW, C·KH·KW). In a row "
    "come all pixels of channel 0, row by row, then channel 1.",
)
def rows_are_patches(
    submission: Submission, rng: np.random.Generator, size: Shape, filters: Shape
) -> None:
    """im2col has a row for every stop and a column for every weight, in the right order"""
    x = numbered(rng, size)
    are_patches(submission.im2col(x, *filters[2:]), x, (filters[2], filters[3]))


@check(
    weight=2,
    cases=BATCHES,
    hint="First all rows of image 0, then all rows of image 1. A matrix built as (…, n, oh, ow) or "
    "(n, oh, ow, …) keeps that order; with n elsewhere, .transpose before .reshape.",
)
def every_image(
    submission: Submission, rng: np.random.Generator, size: Shape, filters: Shape
) -> None:
    """im2col puts the images of a batch one below the other"""
    x = numbered(rng, size)
    are_patches(submission.im2col(x, *filters[2:]), x, (filters[2], filters[3]))


@check(
    weight=4,
    cases=SETTINGS,
    hint="Pad first, as in exercise 3. Pixel (i, j) of all patches of a channel is one slice: "
    "padded[:, :, i : i + (oh − 1) * down + 1 : down, j : j + (ow − 1) * right + 1 : right].",
)
def steps_and_pads(
    submission: Submission,
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    settings: Mapping[str, Any],
) -> None:
    """im2col takes every stride and padding, as exercise 4 does"""
    x = numbered(rng, size)
    wanted = {name: value for name, value in settings.items() if name != "activation"}
    answer = submission.im2col(x, *filters[2:], **wanted)
    are_patches(answer, x, (filters[2], filters[3]), **wanted)


@check(
    weight=2,
    cases=TYPES,
    hint="np.zeros(shape) is float64, np.zeros(shape, x.dtype) is of x's type. float32 stays "
    "float32 (half the bytes, twice as many in a SIMD register), everything else becomes float64.",
)
def keeps_the_type(
    submission: Submission,
    rng: np.random.Generator,
    numbers: Callable[..., np.ndarray],
    dtype: type[np.number],
    expected: type[np.floating],
) -> None:
    """im2col keeps float32 and every digit, and makes integers float64"""
    x = numbers(rng, (2, 2, 3, 4), dtype)
    answer = submission.im2col(x, 2, 3, 1, 1)
    are_patches(answer, x, (2, 3), 1, 1)
    has_dtype(answer, expected)


@check(
    weight=3,
    cases={**CHANNELS, **BATCHES},
    hint="w.reshape(M, -1) has one filter a row, its weights in the order of im2col's columns. "
    "im2col(…) @ w.reshape(M, -1).T is (N·OH·OW, M): reshape to (N, OH, OW, M), then transpose.",
)
def multiplies(
    submission: Submission, rng: np.random.Generator, size: Shape, filters: Shape
) -> None:
    """conv_layer is the product of the patches and the filters, as feature maps"""
    x, w, b = whole(rng, size), whole(rng, filters), np.zeros(filters[0])
    is_layer(submission.conv_layer(x, w, b), x, w, b)


@check(
    weight=2,
    cases={
        f"{name}, {activation}": {**item, "activation": activation}
        for name, item in BIASES.items()
        for activation in (None, "relu")
    },
    hint="Column m of im2col(…) @ filters.T belongs to filter m, so + b adds the right bias there, "
    "before reshape and transpose. The activation comes last.",
)
def bias_and_activation(
    submission: Submission,
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    activation: str | None,
) -> None:
    """conv_layer adds each filter's bias once, then applies the activation"""
    x, w, b = whole(rng, size), whole(rng, filters), distinct(rng, filters[0])
    answer = submission.conv_layer(x, w, b, activation=activation)
    is_layer(answer, x, w, b, activation=activation)


@check(
    weight=2,
    cases=SETTINGS,
    hint="Give stride and padding on to im2col. You need OH and OW once more for the reshape: "
    "exercise 3's output_size.",
)
def takes_all_settings(
    submission: Submission,
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    settings: Mapping[str, Any],
) -> None:
    """conv_layer takes every stride and padding"""
    x, w, b = whole(rng, size), whole(rng, filters), distinct(rng, filters[0])
    is_layer(submission.conv_layer(x, w, b, **settings), x, w, b, **settings)


@check(
    weight=1,
    cases=INTEGERS,
    hint="Convert x, w and b to float64 before you multiply: a product of integer matrices wraps "
    "around, and it does not use BLAS either.",
)
def integer_arrays(
    submission: Submission,
    rng: np.random.Generator,
    pixels: type[np.integer],
    weights: type[np.integer],
) -> None:
    """conv_layer is exact for integer arrays, up to the extremes of their types"""
    x, w = extreme(rng, (1, 2, 3, 4), pixels), extreme(rng, (2, 2, 2, 2), weights)
    b = rng.integers(-1000, 1000, 2, np.int32)
    answer = submission.conv_layer(x, w, b)
    is_layer(answer, x, w, b)
    has_dtype(answer, np.float64)


@check(
    weight=2,
    cases={
        f"{types}, {shapes} shapes": {**MIXED[types], **item}
        for types in MIXED
        for shapes, item in zip(("some", "other"), FLOATS.values(), strict=True)
    },
    hint="If x, w and b are all float32, everything stays float32: a float64 array on the way "
    "makes the product twice as slow. If one is float64, convert the others before the product.",
)
def keeps_the_digits(
    submission: Submission,
    rng: np.random.Generator,
    pixels: type[np.floating],
    weights: type[np.floating],
    size: Shape,
    filters: Shape,
) -> None:
    """conv_layer keeps the digits that the arrays have, and float32 where all are float32"""
    x, w = digits(rng, size, pixels), digits(rng, filters, weights)
    b = digits(rng, filters[:1], weights)
    answer = submission.conv_layer(x, w, b)
    is_layer(answer, x, w, b)
    has_dtype(answer, np.result_type(x, w, b).type)
    # The same x and shapes with other filters: an answer remembered from before is wrong now.
    is_layer(submission.conv_layer(x, w + weights(1), b), x, w + weights(1), b)


@check(
    weight=1,
    cases=LAYOUTS,
    hint="reshape and slices follow the axes, not the memory; np.ndarray with strides of your own "
    "and .ravel(order='K') follow the memory.",
)
def views(
    submission: Submission, rng: np.random.Generator, view: Callable[[np.ndarray], np.ndarray]
) -> None:
    """works on views: transposed, upside down, every other column"""
    x, w = view(whole(rng, (1, 3, 4, 3))), view(whole(rng, (2, 3, 2, 3)))
    b = distinct(rng, 2)[::-1]
    kernel = w.shape[2], w.shape[3]
    are_patches(submission.im2col(x, *kernel), x, kernel)
    is_layer(submission.conv_layer(x, w, b), x, w, b)


@check(
    weight=1,
    needs=multiplies,
    cases=UNTOUCHED,
    hint="Without padding, a slice or a reshape of x may still be x itself: += on it writes to the "
    "caller's array. Write only to arrays that you made.",
)
def inputs_unchanged(
    submission: Submission, rng: np.random.Generator, settings: Mapping[str, Any]
) -> None:
    """leaves x, w and b as they were"""
    x, w, b = whole(rng, (2, 2, 3, 4)), whole(rng, (3, 2, 1, 1)), whole(rng, (3,))
    unchanged(submission.im2col(x, 1, 1, **settings))
    answer = submission.conv_layer(x, w, b, activation="relu", **settings)
    unchanged(answer)
    is_layer(answer, x, w, b, activation="relu", **settings)


@check(
    weight=1,
    needs=rows_are_patches,
    cases=BAD_PATCHES,
    hint='First: if x.ndim != 4: raise ValueError("…"). Then exercise 3\'s output_size refuses the '
    "rest, if you call it before you build anything.",
)
def bad_patches(
    submission: Submission,
    why: str,
    size: Shape,
    kernel: tuple[int, int],
    settings: Mapping[str, Any],
) -> None:
    """im2col refuses what does not fit with a ValueError"""
    refuses(submission.im2col.attempt(np.ones(size), *kernel, **settings), because=why)


@check(
    weight=1,
    needs=multiplies,
    cases={**BAD_SHAPES, **BAD_SETTINGS},
    hint="A reshape hides what does not fit: compare x.shape[1] with w.shape[1], and b.shape with "
    "(M,), before you multiply.",
)
def bad_layers(
    submission: Submission, why: str, shapes: tuple[Shape, ...], settings: Mapping[str, Any]
) -> None:
    """conv_layer refuses what does not fit with a ValueError"""
    refuses(submission.conv_layer.attempt(*map(np.ones, shapes), **settings), because=why)


@check(
    weight=9,
    needs=(rows_are_patches, takes_all_settings, keeps_the_digits),
    cases=TIMED,
    hint="Build the matrix with one slice for each (i, j), all stops and images at once: KH · KW "
    "copies, no loop over stops. Then one product, with @, for all filters; all in float32. With "
    "the axes (C, KH, KW, N, OH, OW), transposed at the end, the copies are whole rows of "
    "neighbours, which is several times as fast as one number here and one there.",
)
def fast(
    submission: Submission,
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    settings: Mapping[str, Any],
) -> None:
    """conv_layer is fast: at least 0.2 times as fast as the model solution"""
    # A straightforward matrix, row by row, and one product reach 0.25 of the model solution and
    # more, and are what the handout recommends. Of two cases, one numpy operation for each weight,
    # as in baseline.py, reaches 0.2 in one and 0.03 in the other.
    is_fast(submission.conv_layer, rng, size, filters, settings, full=0.2, zero=0.015)
