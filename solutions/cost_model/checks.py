"""Hidden checks of exercise 5, cost_model."""

from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np

from grader.checks import Submission, check, exactly, nearly, refuses
from solutions.cost_model.networks import (
    ALEXNET,
    ALEXNET_1,
    ALEXNET_2_HALF,
    ALEXNET_3,
    ALEXNET_4_HALF,
    ALEXNET_5_HALF,
    RESNET_50,
    VGG_16,
    Layer,
    Shape,
)
from solutions.reference import positions

Case = dict[str, Any]

# The roofline is one product: in float64 it errs by about 1e-16, in any order of doing it by 1e-15.
ROUNDING = 1e-9


def layer(size: Shape, filters: Shape, **settings: Any) -> Case:
    """A case: input of shape `size` (N, C, H, W), `filters` (M, C, KH, KW), and the rest."""
    return {"size": size, "filters": filters, "settings": settings}


def bad(
    why: str, size: Shape = (1, 2, 4, 5), filters: Shape = (3, 2, 2, 2), **settings: Any
) -> Case:
    """A case where one thing does not fit, and `why`."""
    return {"why": why, "size": size, "filters": filters, "settings": settings}


WORKED = layer((1, 2, 4, 5), (3, 2, 3, 3))

FACTORS = {
    "one product": layer((1, 1, 1, 1), (1, 1, 1, 1)),
    "two images": layer((2, 1, 1, 1), (1, 1, 1, 1)),
    "three channels": layer((1, 3, 1, 1), (1, 3, 1, 1)),
    "five filters": layer((1, 1, 1, 2), (5, 1, 1, 1)),
    "a row of seven pixels": layer((1, 1, 1, 7), (1, 1, 1, 1)),
    "a column of seven pixels": layer((1, 1, 7, 1), (1, 1, 1, 1)),
    "a tall kernel": layer((1, 1, 5, 1), (1, 1, 3, 1)),
    "a wide kernel": layer((1, 1, 1, 5), (1, 1, 1, 3)),
    "kernel as large as the image": layer((1, 2, 3, 4), (3, 2, 3, 4)),
    "1×1 kernel": layer((1, 5, 4, 3), (2, 5, 1, 1)),
    "wide image, tall kernel": layer((1, 3, 5, 8), (2, 3, 4, 2)),
    "tall image, wide kernel": layer((3, 2, 9, 5), (5, 2, 2, 3)),
    "a batch of colour photographs": layer((8, 3, 32, 48), (16, 3, 5, 5)),
}
STRIDES = {
    "2": layer((1, 1, 9, 9), (1, 1, 1, 1), stride=2),
    "2, with a kernel": layer((1, 2, 9, 7), (3, 2, 3, 3), stride=2),
    "the last step falls short": layer((1, 1, 8, 6), (1, 1, 3, 3), stride=2),
    "3": layer((1, 1, 12, 11), (2, 1, 2, 3), stride=3),
    "longer than the image": layer((2, 3, 4, 5), (2, 3, 2, 2), stride=9),
    "down only": layer((1, 1, 9, 9), (1, 1, 3, 3), stride=(2, 1)),
    "(vertical, horizontal)": layer((1, 2, 10, 10), (3, 2, 3, 3), stride=(2, 3)),
    "a wide image": layer((1, 1, 5, 19), (1, 1, 2, 3), stride=(1, 4)),
}
PADDINGS = {
    "1": layer((1, 1, 2, 3), (1, 1, 2, 2), padding=1),
    "1, 3×3": layer((1, 2, 5, 7), (3, 2, 3, 3), padding=1),
    "kernel larger than the image": layer((1, 3, 2, 2), (1, 3, 4, 3), padding=1),
    "more than the kernel": layer((1, 1, 2, 1), (1, 1, 1, 2), padding=3),
    "vertical only": layer((1, 2, 3, 3), (1, 2, 3, 3), padding=(1, 0)),
    "(vertical, horizontal)": layer((1, 1, 4, 4), (3, 1, 3, 2), padding=(2, 1)),
    "with a stride": layer((1, 2, 8, 9), (3, 2, 3, 3), padding=1, stride=2),
    "with two strides": layer((2, 1, 9, 9), (1, 1, 4, 3), padding=(2, 1), stride=(3, 2)),
}
SAME = {
    "3×3": layer((1, 1, 4, 5), (1, 1, 3, 3), padding="same"),
    "even kernel": layer((1, 2, 4, 5), (3, 2, 2, 4), padding="same"),
    "stride 2": layer((1, 1, 7, 6), (1, 1, 3, 3), padding="same", stride=2),
    "stride 3, even kernel": layer((1, 2, 10, 8), (3, 2, 4, 2), padding="same", stride=3),
    "two strides": layer((2, 3, 7, 11), (2, 3, 3, 5), padding="same", stride=(2, 3)),
    "kernel larger than the image": layer((1, 1, 2, 3), (2, 1, 5, 4), padding="same"),
}

# Published totals of the convolutions. AlexNet 666 million and VGG-16 15.3 billion: Chen, Krishna,
# Emer and Sze, ISSCC 2016. ResNet-50: the paper says 3.8 · 10⁹ for the whole network.
NETWORKS: Mapping[str, Case] = {
    "first layer of AlexNet": {"layers": [ALEXNET_1], "total": 105_415_200},
    "AlexNet on two GPUs": {
        "layers": [
            ALEXNET_1,
            *2 * [ALEXNET_2_HALF],
            ALEXNET_3,
            *2 * [ALEXNET_4_HALF],
            *2 * [ALEXNET_5_HALF],
        ],
        "total": 665_784_864,
    },
    "AlexNet in one piece": {
        "layers": ALEXNET,
        "total": 1_076_634_144,
    },
    "VGG-16": {"layers": VGG_16, "total": 15_346_630_656},
    "ResNet-50": {"layers": RESNET_50, "total": 3_855_925_248},
}

HUGE = {
    "beyond 2**31": layer((1, 64, 640, 640), (64, 64, 3, 3), padding=1),
    "beyond 2**53": layer((64, 1001, 4001, 4003), (999, 1001, 7, 5), padding=(3, 2)),
    "beyond 2**63": layer((4099, 2003, 9001, 9007), (2011, 2003, 11, 13), padding="same"),
}
ITEMSIZES = {
    "float32, unless told otherwise": layer((1, 2, 3, 4), (3, 2, 2, 2)),
    "int8": layer((1, 2, 4, 3), (3, 2, 2, 2), itemsize=1),
    "float16": layer((2, 3, 5, 4), (4, 3, 3, 2), itemsize=2),
    "float64": layer((1, 1, 2, 2), (1, 1, 1, 1), itemsize=8),
}
TERMS = {
    "1×1": layer((1, 1, 1, 1), (1, 1, 1, 1), itemsize=1),
    "a large image": layer((1, 1, 9, 8), (1, 1, 9, 8), itemsize=1),
    "many weights": layer((1, 5, 2, 3), (7, 5, 2, 3), itemsize=1),
    "many output values": layer((1, 1, 6, 5), (9, 1, 1, 1), itemsize=1),
    "two images": layer((2, 3, 4, 4), (5, 3, 2, 3)),
    "a batch of colour photographs": layer((8, 3, 32, 48), (16, 3, 5, 5)),
    "stride 2": layer((1, 2, 9, 7), (3, 2, 3, 3), stride=2),
    "(vertical, horizontal)": layer((1, 2, 10, 10), (3, 2, 3, 3), stride=(2, 3)),
}
PADDED = {name: PADDINGS[name] for name in list(PADDINGS)[:6]} | {
    "same": SAME["3×3"],
    "same, even kernel, stride 3": SAME["stride 3, even kernel"],
    "same, two strides": SAME["two strides"],
}

ROOFS = {
    "memory holds it up": {"roofline": (100.0, 10.0, 2.0), "expected": 20.0},
    "arithmetic holds it up": {"roofline": (100.0, 10.0, 30.0), "expected": 100.0},
    "at the ridge": {"roofline": (100.0, 10.0, 10.0), "expected": 100.0},
    "less than one operation a byte": {"roofline": (8.0, 2.0, 0.25), "expected": 0.5},
    "bandwidth above peak": {"roofline": (3.0, 50.0, 0.001), "expected": 0.05},
}
# CPU core: measured for this course. K80 and TPU v1: Jouppi et al. 2017, table 2.
CHIPS = {
    "CPU core, adding two arrays": {"roofline": (118e9, 25e9, 1 / 12), "expected": 25e9 / 12},
    "CPU core, a 3×3 layer": {"roofline": (118e9, 25e9, 137.0), "expected": 118e9},
    "K80, short of the ridge": {"roofline": (2.8e12, 160e9, 17.0), "expected": 2.72e12},
    "K80, beyond the ridge": {"roofline": (2.8e12, 160e9, 18.0), "expected": 2.8e12},
    "TPU v1, memory-bound": {"roofline": (92e12, 34e9, 400.0), "expected": 13.6e12},
    "TPU v1, compute-bound": {"roofline": (92e12, 34e9, 5776.0), "expected": 92e12},
    "whole numbers": {"roofline": (92 * 10**12, 34 * 10**9, 400), "expected": 13.6e12},
}

BAD_SHAPES = {
    "channels too many": bad("x has 2 channels and w has 3", filters=(3, 3, 2, 2)),
    "one channel for all": bad("x has 2 channels and w has 1", filters=(3, 1, 2, 2)),
    "no batch": bad("x has only three sizes", size=(2, 4, 5)),
    "one kernel": bad("w has only two sizes", filters=(2, 2)),
    "five sizes": bad("x has five sizes", size=(1, 1, 2, 4, 5)),
    "no image": bad("there are 0 images", size=(0, 2, 4, 5)),
    "no channels": bad("there are 0 channels", size=(1, 0, 4, 5), filters=(3, 0, 2, 2)),
    "no filters": bad("there are 0 filters", filters=(0, 2, 2, 2)),
    "negative sizes": bad("rows and columns are negative", size=(1, 2, -4, -5), padding=9),
    "empty kernel": bad("the kernels have 0 columns", filters=(3, 2, 2, 0)),
    "too tall": bad("5 rows are more than 4", filters=(3, 2, 5, 2)),
    "too wide": bad("8 columns are more than 5 + 2 · 1", filters=(3, 2, 1, 8), padding=(2, 1)),
}
BAD_SETTINGS = {
    "stride 0": bad("a stride of 0 never advances", stride=0),
    "stride 0 and same": bad("the stride is 0", stride=0, padding="same"),
    "a negative stride": bad("the horizontal stride is negative", stride=(1, -1)),
    "negative padding": bad("the padding is negative", padding=-1),
    "one negative padding": bad("the vertical padding is negative", padding=(-1, 2)),
    "another word": bad('the only word for padding is "same"', padding="valid"),
}
BAD_BYTES = {
    "itemsize 0": bad("a value takes at least 1 byte", itemsize=0),
    "negative itemsize": bad("the itemsize is negative", itemsize=-4),
    "channels too many": BAD_SHAPES["channels too many"],
    "no filters": BAD_SHAPES["no filters"],
    "too tall": BAD_SHAPES["too tall"],
    "stride 0": BAD_SETTINGS["stride 0"],
    "negative padding": BAD_SETTINGS["negative padding"],
    "another word": BAD_SETTINGS["another word"],
}
BAD_ROOFS = {
    "peak 0": {"roofline": (0.0, 1.0, 1.0), "why": "the peak is 0"},
    "bandwidth 0": {"roofline": (1.0, 0.0, 1.0), "why": "the bandwidth is 0"},
    "intensity 0": {"roofline": (1.0, 1.0, 0.0), "why": "the intensity is 0"},
    "negative peak": {"roofline": (-1.0, 1.0, 1.0), "why": "the peak is negative"},
    "two negative": {"roofline": (1.0, -1.0, -1.0), "why": "bandwidth and intensity are negative"},
    "infinite peak": {"roofline": (float("inf"), 1.0, 1.0), "why": "the peak is infinite"},
    "infinite intensity": {
        "roofline": (1.0, 1.0, float("inf")),
        "why": "the intensity is infinite",
    },
    "NaN": {"roofline": (1.0, float("nan"), 1.0), "why": "the bandwidth is no number (NaN)"},
}


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
