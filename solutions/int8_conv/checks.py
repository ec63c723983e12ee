"""Hidden checks of exercise 12, int8_conv."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader.checks import Answer, Submission, check, identical, refuses, unchanged
from solutions.inputs import Shape
from solutions.int8_conv.layers import (
    Layer,
    any_layer,
    drawn,
    expected,
    given_sums,
    int8_for,
    near_halves,
    scales_of,
)
from solutions.int8_conv.timed import TIMED, is_fast

Case = dict[str, Any]
F32, I8, U8, I32 = np.float32, np.int8, np.uint8, np.int32
INF, NAN = float("inf"), float("nan")

# The handout's worked example: x − 128 is 0 2 −2 / 3 0 −1 / 1 −3 0.
WORKED = Layer(
    x=np.array([[[[128, 130, 126], [131, 128, 127], [129, 125, 128]]]], U8),
    x_scale=F32(0.5),
    x_zero_point=U8(128),
    w=np.array([[[[2, -1], [1, 3]]], [[[0, 4], [-2, 1]]]], I8),
    w_scale=np.array([0.25, 0.125], F32),
    w_zero_point=np.zeros(2, I8),
    y_scale=F32(0.25),
    y_zero_point=U8(3),
)
WORKED_BIAS = np.array([0, 3], I32)


def case(size: Shape, filters: Shape, **settings: Any) -> Case:
    """A case: x of shape `size` (N, C, H, W), w of shape `filters` (M, C, KH, KW), and the rest."""
    return {"size": size, "filters": filters, "settings": settings}


SHAPES: Mapping[str, Case] = {
    "one product": case((1, 1, 1, 1), (1, 1, 1, 1)),
    "one channel, one filter": case((1, 1, 3, 4), (1, 1, 2, 2)),
    "two channels": case((1, 2, 2, 3), (1, 2, 2, 2)),
    "1×1 kernel": case((1, 3, 2, 3), (2, 3, 1, 1)),
    "more filters than channels": case((1, 2, 3, 3), (5, 2, 2, 1)),
    "as many filters as channels": case((2, 2, 2, 4), (2, 2, 2, 2)),
    "kernel as large as the image": case((1, 2, 3, 4), (3, 2, 3, 4)),
    "three images": case((3, 2, 4, 5), (4, 2, 3, 2)),
    "an empty batch": case((0, 2, 4, 5), (3, 2, 2, 2)),
}
TYPES: Mapping[str, Case] = {
    "uint8 pixels, int8 weights": {"types": (U8, I8, U8)},
    "int8 pixels, int8 weights": {"types": (I8, I8, I8)},
    "uint8 pixels, uint8 weights": {"types": (U8, U8, U8)},
    "uint8 in, int8 out": {"types": (U8, I8, I8)},
    "int8 in, uint8 out": {"types": (I8, I8, U8)},
}
ZERO_POINTS: Mapping[str, Case] = {
    "x 0": {"x": U8(0), "y": U8(100)},
    "x 255": {"x": U8(255), "y": U8(100)},
    "x 1, y 0": {"x": U8(1), "y": U8(0)},
    "y 255": {"x": U8(128), "y": U8(255)},
    "x −128": {"x": I8(-128), "y": I8(-3)},
    "x 127, y −128": {"x": I8(127), "y": I8(-128)},
    "y 127": {"x": I8(-1), "y": I8(127)},
}
STRIDES = {
    "2": case((1, 2, 5, 7), (2, 2, 3, 3), stride=2),
    "(vertical, horizontal)": case((1, 1, 6, 6), (2, 1, 3, 3), stride=(2, 3)),
    "longer than the kernel": case((1, 2, 7, 8), (2, 2, 1, 2), stride=3),
}
PADDINGS = {
    "1": case((1, 1, 2, 3), (1, 1, 2, 2), padding=1),
    "vertical only": case((1, 2, 3, 3), (1, 2, 3, 3), padding=(1, 0)),
    "(vertical, horizontal)": case((1, 1, 2, 3), (3, 1, 3, 2), padding=(2, 1)),
    "nothing but padding in the corner": case((1, 2, 2, 1), (2, 2, 1, 2), padding=3),
    "kernel larger than the image": case((1, 3, 2, 2), (1, 3, 4, 3), padding=1),
    "with a stride": case((2, 2, 5, 4), (3, 2, 3, 3), padding=1, stride=2),
    "same": case((1, 2, 3, 4), (2, 2, 3, 3), padding="same"),
    "same, stride longer than the kernel": case(
        (1, 2, 6, 8), (2, 2, 1, 3), padding="same", stride=4
    ),
    "same, even kernel, two strides": case(
        (1, 1, 5, 9), (2, 1, 2, 4), padding="same", stride=(2, 3)
    ),
}
PARAMETERS: Mapping[str, Case] = {
    "a scale for each filter": {"scales": 3, "zeros": 0},
    "a zero point for each filter": {"scales": 0, "zeros": 3},
    "both": {"scales": 3, "zeros": 3},
    "one for all": {"scales": 0, "zeros": 0},
}
ODD_AND_EVEN: Mapping[str, Case] = {
    "int8, 0": {"zero_point": I8(0)},
    "int8, −5": {"zero_point": I8(-5)},
    "uint8, 128": {"zero_point": U8(128)},
    "uint8, 121": {"zero_point": U8(121)},
}
# Sums that the standards round differently, and the scales of x, w and y.
FAMOUS = {
    "5494": {
        "total": 5494,
        "scales": (0.08230161666870117, 0.03995493799448013, 0.2392881214618683),
    },
    "−2420343": {
        "total": -2420343,
        "scales": (0.003998594358563423, 0.0015006709145382047, 0.1338566541671753),
    },
    "464361": {
        "total": 464361,
        "scales": (0.001594932284206152, 0.010420680977404118, 0.2114468514919281),
    },
}
DEPTHS = {
    "beyond 8 bits": {"channels": 3, "large": 100},
    "beyond 16 bits": {"channels": 9, "large": 255},
    "beyond 24 bits": {"channels": 521, "large": 255},
}
LAYOUTS: Mapping[str, Case] = {
    "channels last in memory": {"view": lambda a: a.transpose(0, 3, 1, 2)},
    "upside down": {"view": lambda a: a[:, :, ::-1]},
    "every other column": {"view": lambda a: a[..., ::2]},
}

GOOD: dict[str, Any] = {
    "x": np.full((1, 2, 4, 5), 7, U8),
    "x_scale": F32(0.5),
    "x_zero_point": U8(3),
    "w": np.ones((3, 2, 2, 2), I8),
    "w_scale": np.full(3, 0.25, F32),
    "w_zero_point": np.zeros(3, I8),
    "y_scale": F32(0.5),
    "y_zero_point": U8(9),
    "b": np.ones(3, I32),
}


def bad(why: str, **changed: Any) -> Case:
    """A case where one thing does not fit, and `why`."""
    return {"why": why, "arguments": GOOD | changed}


BAD_SHAPES = {
    "channels too many": bad("x has 2 channels and w has 3", w=np.ones((3, 3, 2, 2), I8)),
    "one channel for all": bad("x has 2 channels and w has 1", w=np.ones((3, 1, 2, 2), I8)),
    "3-D x": bad("x is not four-dimensional", x=np.ones((2, 4, 5), U8)),
    "3-D w": bad("w is not four-dimensional", w=np.ones((3, 2, 2), I8)),
    "biases too few": bad("there are 3 filters and 2 biases", b=np.ones(2, I32)),
    "one bias for all": bad("there are 3 filters and 1 bias", b=np.ones(1, I32)),
    "empty kernel": bad("the kernels are empty", w=np.ones((3, 2, 0, 2), I8)),
    "too tall": bad("the kernels are taller than the images", w=np.ones((3, 2, 5, 2), I8)),
}
BAD_TYPES = {
    "int32 x": bad("x is int32", x=GOOD["x"].astype(I32), x_zero_point=I32(3)),
    "float x": bad("x is float32", x=GOOD["x"].astype(F32), x_zero_point=F32(3)),
    "int16 w": bad("w is int16", w=GOOD["w"].astype(np.int16), w_zero_point=np.int16(0)),
    "another sign for x": bad("x is uint8 and its zero point int8", x_zero_point=I8(3)),
    "another sign for w": bad("w is int8 and its zero point uint8", w_zero_point=U8(0)),
    "x's zero point out of range": bad("300 is no uint8", x_zero_point=np.int16(300)),
    "int32 y": bad("the zero point of y is int32", y_zero_point=I32(9)),
    "a plain int for y": bad("a plain int has no dtype of 8 bits", y_zero_point=9),
    "float biases": bad("b is float32", b=np.ones(3, F32)),
    "8-bit biases": bad("b is int8", b=np.ones(3, I8)),
    "64-bit biases": bad("b is int64", b=np.ones(3, np.int64)),
    "float64 scale": bad("x's scale is float64", x_scale=np.float64(0.5)),
    "float64 scales": bad("w's scales are float64", w_scale=np.full(3, 0.25)),
}
BAD_PARAMETERS = {
    "x's scale 0": bad("x's scale is 0", x_scale=F32(0)),
    "w's scale negative": bad("one of w's scales is negative", w_scale=np.array([1, -1, 1], F32)),
    "y's scale infinite": bad("y's scale is infinite", y_scale=F32(INF)),
    "y's scale 0": bad("y's scale is 0", y_scale=F32(0)),
    "w's scale NaN": bad(
        "one of w's scales is no number (NaN)", w_scale=np.array([1, 1, NAN], F32)
    ),
    "scales too few": bad("there are 3 filters and 2 scales", w_scale=np.ones(2, F32)),
    "zero points too many": bad(
        "there are 3 filters and 4 zero points", w_zero_point=np.zeros(4, I8)
    ),
    "two scales for x": bad("x has 2 scales", x_scale=np.full(2, 0.5, F32)),
    "three scales for y": bad("y has 3 scales", y_scale=np.full(3, 0.5, F32)),
    "four zero points for y": bad("y has 4 zero points", y_zero_point=np.full(4, 9, U8)),
    "five zero points for x": bad("x has 5 zero points", x_zero_point=np.full(5, 3, U8)),
    "two negative scales": bad(
        "the scales of x and w are negative", x_scale=F32(-0.5), w_scale=np.full(3, -0.25, F32)
    ),
    "multiplier 0": bad(
        "1e-30 · 1e-30 is 0 in float32", x_scale=F32(1e-30), w_scale=np.full(3, 1e-30, F32)
    ),
    "multiplier infinite": bad(
        "1e30 · 1e30 is infinite in float32", x_scale=F32(1e30), w_scale=np.full(3, 1e30, F32)
    ),
}
BAD_SETTINGS = {
    "stride 0": bad("a stride of 0 never advances", stride=0),
    "a negative stride": bad("the horizontal stride is negative", stride=(1, -1)),
    "negative padding": bad("the padding is negative", padding=-1),
    "another word": bad('the only word for padding is "same"', padding="valid"),
    "no rows": bad("the images have no rows", x=np.ones((1, 2, 0, 5), U8), padding=1),
    "too wide": bad(
        "the kernels are wider than the padded images", w=np.ones((3, 2, 1, 8), I8), padding=(2, 1)
    ),
}


def is_layer(submission: Submission, layer: Layer, *rest: Any, **settings: Any) -> Answer:
    """The submission's answer is the reference's, value for value."""
    answer: Answer = submission.qlinear_conv(*layer, *rest, **settings)
    identical(answer, expected(layer, *rest, **settings))
    return answer


@check(
    weight=3,
    cases={"without bias": {"bias": None}, "with bias": {"bias": WORKED_BIAS}},
    hint="Filter 0, first position: 0·2 + 2·(−1) + 3·1 + 0·3 = 1. The multiplier is 0.5 · 0.25 / "
    "0.25 = 0.5, and 1 · 0.5 = 0.5 is rounded to 0 (even). Then + 3.",
)
def worked_example(
    submission: Submission, rng: np.random.Generator, bias: np.ndarray | None
) -> None:
    """gives the worked example of the handout, also with other numbers"""
    is_layer(submission, WORKED, bias)
    x = rng.integers(110, 146, WORKED.x.shape, U8)
    is_layer(submission, WORKED._replace(x=x), bias)


@check(
    weight=3,
    cases=SHAPES,
    hint="The sums are those of exercise 4, on (x − x_zero_point) and (w − w_zero_point) in int32. "
    "The answer has the dtype of y_zero_point.",
)
def any_shape(
    submission: Submission,
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    settings: Mapping[str, Any],
) -> None:
    """sums over all channels, for every image and filter"""
    is_layer(submission, any_layer(rng, size, filters), **settings)


@check(
    weight=2,
    cases=TYPES,
    hint="Convert x and w to int32 before you subtract: in 8 bits, 100 − (−100) is −56.",
)
def signed_and_unsigned(
    submission: Submission, rng: np.random.Generator, types: tuple[Any, Any, Any]
) -> None:
    """takes int8 and uint8 for pixels, weights and results"""
    is_layer(submission, any_layer(rng, (2, 3, 4, 5), (3, 3, 2, 2), types))


@check(
    weight=2,
    cases=ZERO_POINTS,
    hint="x_zero_point is subtracted from x before the products; y_zero_point is added at the end, "
    "after rounding. Then clip to all 256 values of its dtype.",
)
def any_zero_point(
    submission: Submission, rng: np.random.Generator, x: np.integer, y: np.integer
) -> None:
    """subtracts the zero point of x, adds that of y, and saturates"""
    layer = any_layer(rng, (1, 2, 4, 4), (3, 2, 2, 2), (x.dtype.type, I8, y.dtype.type))
    layer = layer._replace(x_zero_point=x, y_zero_point=y)
    is_layer(submission, layer)
    is_layer(submission, layer._replace(y_scale=F32(layer.y_scale / 8)))  # most values saturate


@check(
    weight=3,
    cases=PADDINGS,
    hint="Padding stands for the real number 0. In x that is x_zero_point, not integer 0; after "
    "the subtraction it is 0, so subtract first and pad with zeros then.",
)
def pads_with_the_zero_point(
    submission: Submission,
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    settings: Mapping[str, Any],
) -> None:
    """pads with the zero point of x"""
    is_layer(submission, any_layer(rng, size, filters), **settings)
    is_layer(submission, any_layer(rng, size, filters, (I8, I8, I8)), **settings)


@check(
    weight=1,
    cases=STRIDES,
    hint="The stride is that of exercise 2: it skips rows and columns, nothing else.",
)
def steps_by_the_stride(
    submission: Submission,
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    settings: Mapping[str, Any],
) -> None:
    """steps by the stride, in each direction by its own"""
    is_layer(submission, any_layer(rng, size, filters), **settings)


@check(
    weight=2,
    cases=PARAMETERS,
    hint="Filter m has w_scale[m] and w_zero_point[m], and so a multiplier of its own: "
    "multiplier.reshape(-1, 1, 1) goes with (N, M, OH, OW). One number is for all filters.",
)
def one_for_each_filter(
    submission: Submission, rng: np.random.Generator, scales: int, zeros: int
) -> None:
    """uses the scale and the zero point of each filter"""
    # As many columns, rows and channels as filters: a wrong axis fits, too.
    layer = any_layer(rng, (2, 3, 4, 4), (3, 3, 2, 2))
    w_scale = layer.w_scale * F32(3) ** rng.permutation(3).astype(F32)
    w_zero_point = rng.integers(-50, 50, 3).astype(I8)
    layer = layer._replace(
        w_scale=w_scale if scales else F32(layer.w_scale[0]),
        w_zero_point=w_zero_point if zeros else w_zero_point[0],
    )
    is_layer(submission, layer)


@check(
    weight=2,
    cases=ODD_AND_EVEN,
    hint="np.rint rounds halves to even. Round first and add y_zero_point afterwards: with an odd "
    "zero point, the other order turns every half around.",
)
def half_to_even(submission: Submission, rng: np.random.Generator, zero_point: np.integer) -> None:
    """rounds half to even, before the zero point is added"""
    sums = 2 * rng.permutation(np.arange(-60, 60)) + 1
    is_layer(submission, *given_sums(sums, (0.5, 0.25, 0.25), zero_point))


@check(
    weight=2,
    hint="b counts in steps of x_scale · w_scale, like the sums: add b[m] to the 32-bit sum, and "
    "scale both together.",
)
def bias_before_scaling(submission: Submission, rng: np.random.Generator) -> None:
    """adds the bias to the 32-bit sum, before it is scaled"""
    for shape in ((1, 2, 3, 3), (3, 2, 3, 3), (2, 2, 4, 5)):
        layer = any_layer(rng, shape, (3, 2, 2, 2))
        is_layer(submission, layer, (rng.integers(1, 9, 3) * [300, -4000, 9000]).astype(I32))


@check(
    weight=2,
    cases=DEPTHS,
    hint="8 bits times 8 bits are 16, and a sum of hundreds needs more: int32. A float32 has 24 "
    "bits: beyond 16 777 216 it leaves out odd numbers.",
)
def sums_in_32_bits(
    submission: Submission, rng: np.random.Generator, channels: int, large: int
) -> None:
    """sums exactly, in 32 bits"""
    layer, bias = drawn(rng, channels, large)
    is_layer(submission, layer, bias)


@check(
    weight=1,
    hint="The largest sum is 2147483647. It goes from int32 to float32 at once; nothing may be "
    "added to it in int32.",
)
def limits_of_int32(submission: Submission, rng: np.random.Generator) -> None:
    """is exact up to the limits of int32"""
    sums = np.array([2**31 - 1, -(2**31), 2**31 - 2, 2**24 + 1, -(2**24) - 1, 0])
    for y_scale in (2.0**18, 2.0**24 * 1.1, float(rng.uniform(1, 9)) * 2.0**22):
        is_layer(submission, *given_sums(sums, (0.5, 2.0, y_scale), I8(rng.integers(-9, 9))))


@check(
    weight=2,
    cases=FAMOUS,
    hint="multiplier = x_scale * w_scale / y_scale, every operation in float32, and then "
    "acc.astype(np.float32) * multiplier in float32. np.float64 and Python's float are finer: "
    "close to a half they give another integer.",
)
def famous_sums(submission: Submission, total: int, scales: tuple[float, float, float]) -> None:
    """rounds as ONNX Runtime does where other standards round differently"""
    is_layer(submission, *given_sums(np.array([total]), scales, I8(0)))


@check(
    weight=2,
    cases={"int8": {"zero_point": I8(3)}, "uint8": {"zero_point": U8(140)}},
    hint="x_scale times w_scale first, rounded to float32, then divided by y_scale, rounded, then "
    "times the sum, rounded: three float32 operations in this order.",
)
def multiplies_in_float32(
    submission: Submission, rng: np.random.Generator, zero_point: np.integer
) -> None:
    """scales in float32, in the order of the standard"""
    for _ in range(6):
        scales = scales_of(rng)
        is_layer(submission, *given_sums(near_halves(scales), scales, zero_point))


@check(
    weight=1,
    needs=any_shape,
    cases=LAYOUTS,
    hint="Index with x[n, c, i, j]; do not rely on how the numbers lie in memory. And write to new "
    "arrays only: x -= x_zero_point changes the caller's array.",
)
def views_unchanged(
    submission: Submission, rng: np.random.Generator, view: Callable[[np.ndarray], np.ndarray]
) -> None:
    """works on views, and leaves x, w and b as they were"""
    x = view(rng.integers(0, 256, (1, 3, 4, 3), U8))
    w = view(int8_for(rng, (2, 3, 2, 3)))
    layer = any_layer(rng, x.shape, w.shape)._replace(x=x, w=w)
    b = rng.integers(-900, 900, 2 * w.shape[0]).astype(I32)[::2]
    unchanged(is_layer(submission, layer, b))


@check(
    weight=1,
    needs=worked_example,
    cases=BAD_SHAPES,
    hint="As in exercise 4: x.ndim and w.ndim must be 4, w.shape[1] == x.shape[1], b.shape == "
    "(w.shape[0],), and the kernel must have pixels and fit.",
)
def bad_shapes(submission: Submission, why: str, arguments: dict[str, Any]) -> None:
    """refuses arrays that do not fit each other with a ValueError"""
    refuses(submission.qlinear_conv.attempt(**arguments), because=why)


@check(
    weight=1,
    needs=worked_example,
    cases=BAD_TYPES,
    hint="x and w are int8 or uint8, each zero point has the dtype of its array, y_zero_point is "
    "int8 or uint8, b is int32, and all scales are float32.",
)
def bad_types(submission: Submission, why: str, arguments: dict[str, Any]) -> None:
    """refuses other dtypes than the standard's with a ValueError"""
    refuses(submission.qlinear_conv.attempt(**arguments), because=why)


@check(
    weight=1,
    needs=worked_example,
    cases=BAD_PARAMETERS,
    hint="(scale > 0) & (scale < np.inf) is False for NaN, too; test the multiplier like that as "
    "well. x and y have one scale and one zero point, w has one or w.shape[0].",
)
def bad_parameters(submission: Submission, why: str, arguments: dict[str, Any]) -> None:
    """refuses impossible scales, and too many or too few of them, with a ValueError"""
    refuses(submission.qlinear_conv.attempt(**arguments), because=why)


@check(
    weight=1,
    needs=worked_example,
    cases=BAD_SETTINGS,
    hint='As in exercise 3: each stride at least 1; each padding at least 0, or exactly "same".',
)
def bad_settings(submission: Submission, why: str, arguments: dict[str, Any]) -> None:
    """refuses an impossible stride or padding with a ValueError"""
    refuses(submission.qlinear_conv.attempt(**arguments), because=why)


@check(
    weight=9,
    needs=(any_shape, pads_with_the_zero_point, one_for_each_filter, multiplies_in_float32),
    cases=TIMED,
    hint="Lay out the pixels of a stop, and the weights of a filter, as rows of int16. In numba, "
    "s = np.int32(s + np.int32(a[k]) * np.int32(b[k])) lets LLVM multiply 32 pairs at once. Then "
    "several filters on several stops at a time.",
)
def fast(
    submission: Submission,
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    settings: Mapping[str, Any],
) -> None:
    """is fast: at least 0.7 times as fast as the model solution"""
    # One row after the other reaches 0.5 to 0.7 of the model solution in 16 bits, 0.4 to 0.5 with
    # sums of 64; a matrix of float64 and BLAS 0.3 to 0.57; numpy's integers 0.04 to 0.1, plain
    # loops in numba 0.02.
    is_fast(submission.qlinear_conv, rng, size, filters, settings, full=0.7, zero=0.1)
