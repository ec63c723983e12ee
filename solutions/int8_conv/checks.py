"""Hidden checks of exercise 12, int8_conv."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader.checks import Answer, Submission, check, identical, refuses, unchanged
from solutions.inputs import Shape
from solutions.int8_conv.cases import (
    BAD_PARAMETERS,
    BAD_SETTINGS,
    BAD_SHAPES,
    BAD_TYPES,
    DEPTHS,
    F32,
    FAMOUS,
    I8,
    I32,
    LAYOUTS,
    ODD_AND_EVEN,
    PADDINGS,
    PARAMETERS,
    SHAPES,
    STRIDES,
    TYPES,
    U8,
    WORKED,
    WORKED_BIAS,
    ZERO_POINTS,
)
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
    "s = np.int32(s + np.int32(a[k]) * np.int32(b[k])) keeps to 32 bits, where numba would take 64 "
    "and half as many numbers fit into a vector. Then several filters on several stops at a time.",
)
def fast(
    submission: Submission,
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    settings: Mapping[str, Any],
) -> None:
    """is fast: at least 0.7 times as fast as the model solution"""
    # Two filters on four rows at a time, as the handout says, reach 0.9 of the model solution, one
    # row after the other 0.5 to 0.7 in 16 bits, 0.4 to 0.5 with sums of 64; a matrix of float64 and
    # BLAS 0.3 to 0.57; numpy's integers 0.04 to 0.1, plain loops in numba 0.02.
    is_fast(submission.qlinear_conv, rng, size, filters, settings, full=0.7, zero=0.1)
