"""Hidden checks of exercise 4, conv_layer."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader.checks import Submission, check, refuses, unchanged
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
    PADDINGS,
    SAME,
    STRIDES,
    TOGETHER,
)
from solutions.reference import is_layer

WORKED_X = np.array([[[[1, 2, 0], [0, 1, 3], [2, 0, 1]], [[0, 1, 2], [1, 0, 1], [2, 1, 0]]]], float)
WORKED_W = np.array(
    [[[[1, 0], [-1, 2]], [[0, 1], [1, -1]]], [[[0, 1], [0, -1]], [[1, 0], [-1, 0]]]], float
)

SIGNS = {
    "sums above and below zero": {"positive": True, "bias": (0, 0), "activation": "relu"},
    "negative pixels": {"positive": False, "bias": (0, 0), "activation": "relu"},
    "a bias that changes the sign": {"positive": True, "bias": (-1000, 1000), "activation": "relu"},
    "no activation": {"positive": True, "bias": (0, 0), "activation": None},
}
UNTOUCHED: Mapping[str, Mapping[str, Any]] = {
    "without padding": {"settings": {}},
    "with padding": {"settings": {"padding": 1}},
    "with relu": {"settings": {"activation": "relu"}},
}


@check(
    weight=2,
    cases={
        "without bias": {"bias": (0, 0), "activation": None},
        "with bias": {"bias": (-4, 1), "activation": None},
        "with bias and relu": {"bias": (-4, 1), "activation": "relu"},
    },
    hint="One output value takes a patch of all channels: x[n, :, i : i + KH, j : j + KW] is as "
    "large as the filter w[m]. Multiply them, .sum(), then + b[m], then the activation.",
)
def worked_example(
    submission: Submission,
    rng: np.random.Generator,
    bias: tuple[int, int],
    activation: str | None,
) -> None:
    """gives the worked example of the handout, also with other numbers"""
    b = np.array(bias, float)
    answer = submission.conv_layer(WORKED_X, WORKED_W, b, activation=activation)
    is_layer(answer, WORKED_X, WORKED_W, b, activation=activation)
    x, w = whole(rng, WORKED_X.shape), whole(rng, WORKED_W.shape)
    is_layer(submission.conv_layer(x, w, b, activation=activation), x, w, b, activation=activation)


@check(
    weight=5,
    cases=CHANNELS,
    hint="Filter w[m] has one kernel for each channel of x. Add up the convolutions of all "
    "channels: that is output channel m. x has C channels, the output has M.",
)
def all_channels(
    submission: Submission, rng: np.random.Generator, size: Shape, filters: Shape
) -> None:
    """adds up the products of all channels, for every filter and every shape"""
    x, w, b = whole(rng, size), whole(rng, filters), np.zeros(filters[0])
    is_layer(submission.conv_layer(x, w, b), x, w, b)


@check(
    weight=3,
    cases=BATCHES,
    hint="The first axis of x counts the images. Every image gets M output channels of its own and "
    "knows nothing of the other images: each of its sums starts at zero.",
)
def every_image(
    submission: Submission, rng: np.random.Generator, size: Shape, filters: Shape
) -> None:
    """computes every image of a batch, each by itself"""
    x, w, b = whole(rng, size), whole(rng, filters), np.zeros(filters[0])
    is_layer(submission.conv_layer(x, w, b), x, w, b)


@check(
    weight=3,
    cases=BIASES,
    hint="Add b[m] after the sum over channels and kernel, once for each output value of filter m. "
    "To add the biases to the whole output (N, M, OH, OW), use b.reshape(1, -1, 1, 1).",
)
def bias_once(
    submission: Submission, rng: np.random.Generator, size: Shape, filters: Shape
) -> None:
    """adds the bias of each filter, once"""
    x, w, b = whole(rng, size), whole(rng, filters), distinct(rng, filters[0])
    is_layer(submission.conv_layer(x, w, b), x, w, b)


@check(
    weight=3,
    cases=SIGNS,
    hint='The activation comes last, after all channels and the bias. "relu" is '
    "np.maximum(output, 0); None is nothing.",
)
def activation_last(
    submission: Submission,
    rng: np.random.Generator,
    bias: tuple[int, int],
    positive: bool,
    activation: str | None,
) -> None:
    """applies the activation last, and only if one is asked for"""
    x, b = whole(rng, (1, 2, 3, 4)), np.array(bias, float)
    x = np.abs(x) if positive else x
    w = np.abs(whole(rng, (2, 2, 2, 2)))
    w[1] *= -1  # of a positive image, the first filter's sums are positive, the second's negative
    answer = submission.conv_layer(x, w, b, activation=activation)
    is_layer(answer, x, w, b, activation=activation)


@check(
    weight=2,
    cases=STRIDES,
    hint="The stride is that of exercise 2: it skips rows and columns, never images, channels or "
    "filters. (2, 3) means 2 down and 3 to the right.",
)
def steps_by_the_stride(
    submission: Submission,
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    settings: Mapping[str, Any],
) -> None:
    """steps by the stride, in each direction by its own"""
    x, w, b = whole(rng, size), whole(rng, filters), np.zeros(filters[0])
    is_layer(submission.conv_layer(x, w, b, **settings), x, w, b, **settings)


@check(
    weight=2,
    cases=PADDINGS,
    hint="Pad the last two axes, and leave images and channels alone: "
    "np.pad(x, ((0, 0), (0, 0), (p, p), (q, q))).",
)
def pads_with_zeros(
    submission: Submission,
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    settings: Mapping[str, Any],
) -> None:
    """puts zeros on all four sides of every channel"""
    x, w, b = whole(rng, size), whole(rng, filters), np.zeros(filters[0])
    is_layer(submission.conv_layer(x, w, b, **settings), x, w, b, **settings)


@check(
    weight=2,
    cases=SAME,
    hint="For each axis: out = ceil(n / stride), total = max((out - 1) * stride + k - n, 0). "
    "total // 2 zeros go before the image, the rest after it, as in exercise 3.",
)
def same_padding(
    submission: Submission,
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    settings: Mapping[str, Any],
) -> None:
    """pads for "same" as in exercise 3, with every kernel and stride"""
    x, w, b = whole(rng, size), whole(rng, filters), np.zeros(filters[0])
    is_layer(submission.conv_layer(x, w, b, **settings), x, w, b, **settings)


@check(
    weight=1,
    cases=TOGETHER,
    hint="The order is: pad, sum at every stride-th position, add the bias, apply the activation.",
)
def everything_together(
    submission: Submission,
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    settings: Mapping[str, Any],
) -> None:
    """takes batch, filters, bias, stride, padding and activation together"""
    x, w, b = whole(rng, size), whole(rng, filters), distinct(rng, filters[0])
    is_layer(submission.conv_layer(x, w, b, *settings.values()), x, w, b, **settings)


@check(
    weight=2,
    cases=INTEGERS,
    hint="Convert before you multiply: x.astype(np.float64). In uint8, 200 * 2 is 144.",
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
    weight=1,
    cases=FLOATS,
    hint="np.zeros(shape) is float64. If you create or convert arrays with another dtype, digits "
    "are lost.",
)
def all_digits(
    submission: Submission,
    rng: np.random.Generator,
    dtype: type[np.floating],
    size: Shape,
    filters: Shape,
) -> None:
    """keeps the digits that the arrays have"""
    x, w, b = digits(rng, size, dtype), digits(rng, filters, dtype), digits(rng, filters[:1], dtype)
    is_layer(submission.conv_layer(x, w, b), x, w, b)
    # The same x and shapes with other filters: an answer remembered from before is wrong now.
    is_layer(submission.conv_layer(x, w + 1, b), x, w + 1, b)


@check(
    weight=1,
    cases=LAYOUTS,
    hint="Index with x[n, c, i, j]. Do not rely on how the numbers lie in memory: "
    "x.transpose(0, 3, 1, 2) is the same memory, read in another order.",
)
def views(
    submission: Submission, rng: np.random.Generator, view: Callable[[np.ndarray], np.ndarray]
) -> None:
    """works on views: transposed, upside down, every other column"""
    x, w = view(whole(rng, (1, 3, 4, 3))), view(whole(rng, (2, 3, 2, 3)))
    b = distinct(rng, 2)[::-1]
    is_layer(submission.conv_layer(x, w, b), x, w, b)


@check(
    weight=1,
    needs=all_channels,
    cases=UNTOUCHED,
    hint="If you write to x, w or b (x *= 2, np.maximum(x, 0, out=x)), the caller's array changes. "
    "A slice is no copy: what you write to x[n] or to a patch of it is written to x.",
)
def inputs_unchanged(
    submission: Submission, rng: np.random.Generator, settings: Mapping[str, Any]
) -> None:
    """leaves x, w and b as they were"""
    x, w, b = whole(rng, (2, 2, 3, 4)), whole(rng, (3, 2, 2, 2)), whole(rng, (3,))
    answer = submission.conv_layer(x, w, b, **settings)
    unchanged(answer)
    is_layer(answer, x, w, b, **settings)


@check(
    weight=1,
    needs=all_channels,
    cases=BAD_SHAPES,
    hint="Before the loops: x.ndim and w.ndim must be 4, w.shape[1] == x.shape[1], "
    "b.shape == (w.shape[0],), and the kernel must have pixels and fit into the padded image. "
    'Otherwise raise ValueError("…").',
)
def bad_shapes(
    submission: Submission, why: str, shapes: tuple[Shape, ...], settings: Mapping[str, Any]
) -> None:
    """refuses arrays that do not fit each other with a ValueError"""
    refuses(submission.conv_layer.attempt(*map(np.ones, shapes), **settings), because=why)


@check(
    weight=1,
    needs=all_channels,
    cases=BAD_SETTINGS,
    hint='Before the loops: if activation not in (None, "relu"): raise ValueError("…"). The same '
    'for a stride below 1, a padding below 0, and a word other than "same".',
)
def bad_settings(
    submission: Submission, why: str, shapes: tuple[Shape, ...], settings: Mapping[str, Any]
) -> None:
    """refuses an unknown activation, stride or padding with a ValueError"""
    refuses(submission.conv_layer.attempt(*map(np.ones, shapes), **settings), because=why)
