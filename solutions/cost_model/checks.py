"""Hidden checks of exercise 5, cost_model."""

from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np

from grader.checks import Submission, check, exactly, nearly, refuses
from solutions.cost_model.cases import (
    BAD_BYTES,
    BAD_ROOFS,
    BAD_SETTINGS,
    BAD_SHAPES,
    CHIPS,
    FACTORS,
    HUGE,
    ITEMSIZES,
    NETWORKS,
    PADDED,
    PADDINGS,
    ROOFS,
    SAME,
    STRIDES,
    TERMS,
    WORKED,
    Case,
    layer,
)
from solutions.cost_model.networks import Layer, Shape
from solutions.reference import positions

# The roofline is one product: in float64 it errs by about 1e-16, in any order of doing it by 1e-15.
ROUNDING = 1e-9


def output_shape(size: Shape, filters: Shape, settings: Mapping[str, Any]) -> Shape:
    """The reference: the stops of the kernel, found one by one on each axis."""
    stride, padding = settings.get("stride", 1), settings.get("padding", 0)
    steps = stride if isinstance(stride, tuple) else (stride, stride)
    edges = padding if isinstance(padding, tuple) else (padding, padding)
    stops = map(positions, size[2:], filters[2:], steps, edges)
    return (size[0], filters[0], *stops)


def products(size: Shape, filters: Shape, settings: Mapping[str, Any]) -> int:
    """The reference: output values times the weights that go into each of them."""
    return prod(output_shape(size, filters, settings)) * prod(filters[1:])


def traffic(size: Shape, filters: Shape, settings: Mapping[str, Any]) -> int:
    """The reference: the bytes of three arrays."""
    arrays = (size, filters, output_shape(size, filters, settings))
    return sum(settings.get("itemsize", 4) * prod(shape) for shape in arrays)


def any_layer(rng: np.random.Generator) -> Case:
    """A layer that nobody has seen before, with settings of every kind."""
    n, c, m, h, w, kh, kw, down, right, p, q = map(
        int,
        rng.integers([1, 1, 1, 9, 9, 1, 1, 1, 1, 0, 0], [9, 99, 99, 300, 300, 9, 9, 5, 5, 4, 4]),
    )
    padding = ("same", p, (p, q))[int(rng.integers(3))]
    stride = (down, (down, right))[int(rng.integers(2))]
    return layer((n, c, h, w), (m, c, kh, kw), stride=stride, padding=padding)


@check(
    weight=2,
    hint="Count the output values first: 3 filters, 4 − 3 + 1 = 2 rows, 5 − 3 + 1 = 3 columns. "
    "Each of them takes 2 channels times 3 times 3 products. Multiply everything.",
)
def worked_macs(submission: Submission) -> None:
    """macs gives the worked example of the handout"""
    exactly(submission.macs(WORKED["size"], WORKED["filters"]), 324)


@check(
    weight=4,
    cases=FACTORS,
    hint="Seven factors: N · M · OH · OW output values, C · KH · KW products for each. With stride "
    "1 and no padding, OH is H − KH + 1, and OW is W − KW + 1.",
)
def every_factor(
    submission: Submission, size: Shape, filters: Shape, settings: Mapping[str, Any]
) -> None:
    """macs counts images, filters, positions, channels and kernel, each once"""
    exactly(submission.macs(size, filters), products(size, filters, settings))


@check(
    weight=3,
    cases=STRIDES,
    hint="The stride changes OH and OW, nothing else: (H − KH) // stride + 1. It acts on rows and "
    "on columns, so stride 2 leaves about a quarter of the positions.",
)
def strides(
    submission: Submission, size: Shape, filters: Shape, settings: Mapping[str, Any]
) -> None:
    """macs follows the stride, in both directions"""
    answer = submission.macs(size, filters, **settings)
    exactly(answer, products(size, filters, settings))


@check(
    weight=2,
    cases=PADDINGS,
    hint="OH is exercise 3's output_size: (H + 2 · padding − KH) // stride + 1. The zeros are "
    "there on both sides, and the chip multiplies by them like by any number.",
)
def paddings(
    submission: Submission, size: Shape, filters: Shape, settings: Mapping[str, Any]
) -> None:
    """macs counts padding on both sides, products with its zeros included"""
    answer = submission.macs(size, filters, **settings)
    exactly(answer, products(size, filters, settings))


@check(
    weight=2,
    cases=SAME,
    hint='With "same", OH is H / stride rounded up, whatever the kernel is: -(-H // stride).',
)
def same(submission: Submission, size: Shape, filters: Shape, settings: Mapping[str, Any]) -> None:
    """macs knows the size that "same" gives"""
    answer = submission.macs(size, filters, **settings)
    exactly(answer, products(size, filters, settings))


@check(
    weight=3,
    needs=every_factor,
    cases=NETWORKS,
    hint="Each layer is one call of macs, with its stride and padding. Compare with the numbers "
    "of the handout, layer by layer.",
)
def published(submission: Submission, layers: list[Layer], total: int) -> None:
    """macs gives the published numbers of AlexNet, VGG-16 and ResNet-50"""
    found = 0
    for size, filters, output, settings in layers:
        expected = prod(output) * prod(filters[1:])
        exactly(submission.macs(size, filters, **settings), expected)
        found += expected
    if found != total:
        raise AssertionError(f"the table adds up to {found}, not to the published {total}")


@check(
    weight=1,
    needs=every_factor,
    hint="The same formula for every layer: no list of known answers, nothing remembered from the "
    "call before.",
)
def any_macs(submission: Submission, rng: np.random.Generator) -> None:
    """macs is right for layers that nobody has seen before"""
    for _ in range(8):
        size, filters, settings = any_layer(rng).values()
        answer = submission.macs(size, filters, *settings.values())
        exactly(answer, products(size, filters, settings))


@check(
    weight=2,
    cases=HUGE,
    hint="Python's own int has as many digits as it needs. numpy's integers stop at 64 bits "
    "without a word, and a float has 53 bits: use neither np.prod nor / here.",
)
def exact_however_large(
    submission: Submission, size: Shape, filters: Shape, settings: Mapping[str, Any]
) -> None:
    """both counts are exact ints, however large"""
    macs = submission.macs(size, filters, **settings)
    exactly(macs, products(size, filters, settings))
    moved = submission.bytes_moved(size, filters, **settings)
    exactly(moved, traffic(size, filters, settings))


@check(
    weight=2,
    hint="Three arrays: the input has 1 · 2 · 4 · 5 values, the weights 3 · 2 · 3 · 3, the output "
    "1 · 3 · 2 · 3. Add them up, times 4 bytes.",
)
def worked_bytes(submission: Submission) -> None:
    """bytes_moved gives the worked example of the handout"""
    exactly(submission.bytes_moved(WORKED["size"], WORKED["filters"]), 448)


@check(
    weight=3,
    cases=TERMS,
    hint="Input N · C · H · W, weights M · C · KH · KW (once for the whole batch), output "
    "N · M · OH · OW: a sum of three products, and that sum times itemsize.",
)
def every_array(
    submission: Submission, size: Shape, filters: Shape, settings: Mapping[str, Any]
) -> None:
    """bytes_moved counts input, weights and output, each value once"""
    answer = submission.bytes_moved(size, filters, **settings)
    exactly(answer, traffic(size, filters, settings))


@check(
    weight=2,
    cases=PADDED,
    hint="Padding makes the output larger, not the input: zeros are not stored, so nobody fetches "
    "them. Use x_shape as it is.",
)
def padding_is_free(
    submission: Submission, size: Shape, filters: Shape, settings: Mapping[str, Any]
) -> None:
    """bytes_moved counts the larger output of a padded layer, but not the zeros"""
    answer = submission.bytes_moved(size, filters, **settings)
    exactly(answer, traffic(size, filters, settings))


@check(
    weight=1,
    cases=ITEMSIZES,
    hint="itemsize is in bytes, and 4 unless given: values · itemsize.",
)
def itemsizes(
    submission: Submission, size: Shape, filters: Shape, settings: Mapping[str, Any]
) -> None:
    """bytes_moved multiplies by the bytes of a value"""
    answer = submission.bytes_moved(size, filters, **settings)
    exactly(answer, traffic(size, filters, settings))


@check(
    weight=1,
    needs=every_array,
    hint="Use the OH and OW of macs, with stride and padding, for the output; nothing remembered "
    "from the call before.",
)
def any_bytes(submission: Submission, rng: np.random.Generator) -> None:
    """bytes_moved is right for layers that nobody has seen before"""
    for _ in range(4):
        size, filters, settings = any_layer(rng).values()
        for itemsize in (2, 8):
            answer = submission.bytes_moved(size, filters, *settings.values(), itemsize)
            exactly(answer, traffic(size, filters, settings | {"itemsize": itemsize}))


@check(
    weight=3,
    cases=ROOFS,
    hint="bandwidth · intensity is what memory can feed: bytes a second, times operations a byte. "
    "The chip cannot do more than that, nor more than its peak: take the smaller.",
)
def roofline(submission: Submission, roofline: tuple[float, float, float], expected: float) -> None:
    """attainable is the lower of two roofs"""
    nearly(submission.attainable(*roofline), expected, ROUNDING)


@check(
    weight=1,
    cases=CHIPS,
    hint="Operations a second and bytes a second go in, operations a second come out: no factor of "
    "2, no giga, no percent.",
)
def real_chips(
    submission: Submission, roofline: tuple[float, float, float], expected: float
) -> None:
    """attainable works in operations a second, on real chips"""
    nearly(submission.attainable(*roofline), expected, ROUNDING)


@check(
    weight=1,
    hint="The rule is the same for all numbers, on both sides of the ridge peak / bandwidth.",
)
def any_roofline(submission: Submission, rng: np.random.Generator) -> None:
    """attainable is right for chips that nobody has built yet"""
    for times in (0.1, 0.7, 1.0, 1.5, 30.0):
        peak, bandwidth = (float(n) for n in 10 ** rng.uniform([9, 9], [15, 13]))
        answer = submission.attainable(peak, bandwidth, times * peak / bandwidth)
        nearly(answer, peak * min(times, 1.0), ROUNDING)


@check(
    weight=2,
    needs=worked_macs,
    cases=BAD_SHAPES,
    hint="len(shape) must be 4 and min(shape) at least 1, for both shapes; x_shape[1] == "
    'w_shape[1]; and without "same" the kernel must fit: KH at most H + 2 · padding. Otherwise '
    'raise ValueError("…").',
)
def bad_shapes(
    submission: Submission, why: str, size: Shape, filters: Shape, settings: Mapping[str, Any]
) -> None:
    """macs refuses shapes that do not fit with a ValueError"""
    refuses(submission.macs.attempt(size, filters, **settings), because=why)


@check(
    weight=1,
    needs=worked_macs,
    cases=BAD_SETTINGS,
    hint='As in exercise 3: each stride at least 1; each padding at least 0, or exactly "same".',
)
def bad_settings(
    submission: Submission, why: str, size: Shape, filters: Shape, settings: Mapping[str, Any]
) -> None:
    """macs refuses an impossible stride or padding with a ValueError"""
    refuses(submission.macs.attempt(size, filters, **settings), because=why)


@check(
    weight=1,
    needs=worked_bytes,
    cases=BAD_BYTES,
    hint="Let both functions use the same test of their arguments. Besides, itemsize must be at "
    "least 1.",
)
def bad_bytes(
    submission: Submission, why: str, size: Shape, filters: Shape, settings: Mapping[str, Any]
) -> None:
    """bytes_moved refuses what macs refuses, and an itemsize below 1"""
    refuses(submission.bytes_moved.attempt(size, filters, **settings), because=why)


@check(
    weight=1,
    needs=roofline,
    cases=BAD_ROOFS,
    hint='0 < value < float("inf") is False for 0, for negative numbers, for infinity and for NaN.',
)
def bad_roofs(submission: Submission, why: str, roofline: tuple[float, float, float]) -> None:
    """attainable refuses numbers that are not positive and finite"""
    refuses(submission.attainable.attempt(*roofline), because=why)
