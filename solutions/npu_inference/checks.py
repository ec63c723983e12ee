"""Hidden checks of exercise 15, npu_inference."""

import numpy as np

from grader.checks import Submission, check, identical, refuses
from grader.checks import integers_only as only_integers
from grader.checks import unchanged as untouched
from solutions.npu_inference.accuracy import (
    SECRET,
    SETS,
    is_accurate,
    is_calibrated_alone,
    trained,
)
from solutions.npu_inference.answers import INTEGERS, RESULT, is_prediction, is_range
from solutions.npu_inference.cases import (
    BAD_CALIBRATION,
    BAD_CALLS,
    BAD_LAYERS,
    BAD_PIXELS,
    BORDERS,
    FILTERS,
    FLOAT_NETWORKS,
    LAYERS,
    NETWORKS,
    WORKED_B,
    WORKED_SCALES,
    WORKED_W,
)
from solutions.npu_inference.networks import any_layers, any_network, int8, one_layer
from solutions.npu_inference.reference import everybody_s, fashion, quantized_layer
from solutions.npu_inference.timed import TIMED, is_fast

Shape = tuple[int, ...]


@check(
    weight=3,
    cases=FLOAT_NETWORKS,
    hint="Keep the smallest and the largest value of x, then of each layer's output after bias and "
    "activation; the output is the next layer's input. np.minimum(lows, 0), np.maximum(highs, 0).",
)
def ranges(
    submission: Submission,
    rng: np.random.Generator,
    shapes: tuple[Shape, ...],
    size: Shape,
    settings: tuple[int, int, str | None] = (1, 0, "relu"),
) -> None:
    """calibrate notes the range of the input and of every layer"""
    x = rng.standard_normal(size).astype(np.float32)
    layers = any_layers(rng, shapes, settings)
    is_range(submission.calibrate(x, layers), x, layers)


@check(
    weight=1,
    cases={"all positive": {"sign": 1}, "all negative": {"sign": -1}},
    hint="0 must have a place in every range, for padding and ReLU: np.minimum(low, 0) and "
    "np.maximum(high, 0).",
)
def zero_is_inside(submission: Submission, rng: np.random.Generator, sign: int) -> None:
    """calibrate widens every range to contain 0"""
    x = np.float32(sign) * rng.uniform(1, 2, (2, 1, 3, 3)).astype(np.float32)
    w = rng.uniform(1, 2, (2, 1, 2, 2)).astype(np.float32)
    layers = ((w, np.zeros(2, np.float32), 1, 0, None),)
    is_range(submission.calibrate(x, layers), x, layers)


@check(
    weight=2,
    hint="Weights: 0.5 / (0.5 / 127) = 127, −0.3 / (0.3 / 127) = −127. Bias: 0.1 / (x_scale · "
    "w_scale). Multiplier: x_scale · w_scale / y_scale, then exercise 13's quantize_multiplier.",
)
def worked_layer(submission: Submission) -> None:
    """quantize_layer gives the worked example of the handout"""
    answer = submission.quantize_layer(WORKED_W, WORKED_B, *WORKED_SCALES)
    identical(answer, quantized_layer(WORKED_W, WORKED_B, *WORKED_SCALES), INTEGERS)


@check(
    weight=5,
    cases=FILTERS,
    hint="One scale a filter: np.abs(w).max(axis=(1, 2, 3)) / 127 in float32. The bias is divided "
    "by x_scale · w_scale[m], the scale of the sums, in float64.",
)
def every_filter(
    submission: Submission,
    rng: np.random.Generator,
    shape: Shape,
    spread: float = 0.0,
    zero: int | None = None,
    bias: float = 1.0,
    halves: bool = False,
) -> None:
    """quantize_layer gives every filter its own scale, its bias and its multiplier"""
    w: np.ndarray = rng.standard_normal(shape) * 10.0 ** rng.uniform(
        -spread, spread, (shape[0], 1, 1, 1)
    )
    if halves:  # scale 1: the weights are −127, then whole numbers and a half
        w = rng.integers(-60, 60, shape) + 0.5
        w[:, 0, 0, 0] = -127
    if zero is not None:
        w[zero] = 0
    w, b = w.astype(np.float32), (bias * rng.standard_normal(shape[0])).astype(np.float32)
    scales = [np.float32(10.0 ** rng.uniform(-3, 0)) for _ in range(2)]
    expected = quantized_layer(w, b, scales[0], scales[1])
    identical(submission.quantize_layer(w, b, *scales), expected, INTEGERS)


@check(
    weight=1,
    needs=every_filter,
    cases=BAD_LAYERS,
    hint='0 < scale < np.inf is False for NaN, too. Otherwise raise ValueError("…").',
)
def bad_layers(
    submission: Submission, scales: tuple[float, float], why: str, biases: int = 2
) -> None:
    """quantize_layer refuses impossible scales and biases with a ValueError"""
    w, b = np.ones((2, 1, 1, 1), np.float32), np.ones(biases, np.float32)
    answer = submission.quantize_layer.attempt(w, b, *map(np.float32, scales))
    refuses(answer, because=why)


@check(
    weight=4,
    cases=LAYERS,
    hint="(x − x_zero_point) · w in int32, summed over channels and kernel, + bias; then "
    "requantize; then with relu np.maximum(y, y_zero_point).",
)
def single_layers(
    submission: Submission,
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    settings: tuple[int, int, str | None] = (1, 0, None),
) -> None:
    """predict runs one layer, bit for bit"""
    x, network = int8(rng, size), (one_layer(rng, filters, settings),)
    is_prediction(submission.predict(x, network), x, network)


@check(
    weight=2,
    cases=BORDERS,
    hint="Outside the picture lies the number 0, and that is x_zero_point in int8. Subtract the "
    "zero point first, then pad with 0.",
)
def pads_with_the_zero_point(
    submission: Submission,
    rng: np.random.Generator,
    size: Shape,
    kernel: int,
    padding: int,
    stride: int = 1,
) -> None:
    """predict pads with the zero point"""
    x = int8(rng, size)
    network = (one_layer(rng, (3, size[1], kernel, kernel), (stride, padding, None)),)
    is_prediction(submission.predict(x, network), x, network)


@check(
    weight=3,
    needs=single_layers,
    cases=NETWORKS,
    hint="The output of a layer, int8, is the input of the next one, with that layer's zero point.",
)
def several_layers(
    submission: Submission,
    rng: np.random.Generator,
    shapes: tuple[Shape, ...],
    size: Shape,
    stride: int,
    padding: int = 0,
) -> None:
    """predict runs layer after layer, bit for bit"""
    x, network = int8(rng, size), any_network(rng, shapes, stride, padding)
    is_prediction(submission.predict(x, network), x, network)


@check(
    weight=2,
    cases={
        "beyond int16": {"channels": 9},
        "beyond float32": {"channels": 2000},
        "up to int32": {"channels": 60_000},
    },
    hint="int32 for the sums. float32 has 24 bits: beyond 16,777,216 it loses the last digits, and "
    "here the bias brings the sum back to a few steps.",
)
def large_numbers(submission: Submission, rng: np.random.Generator, channels: int) -> None:
    """predict is exact for sums that need all 32 bits"""
    x = rng.integers(100, 128, (1, channels, 1, 1)).astype(np.int8)
    w = rng.integers(90, 128, (6, channels, 1, 1)).astype(np.int8)
    w[3:] *= -1
    sums = (x.astype(np.int64) + 128) * w
    bias = (rng.integers(-99, 100, 6) - sums.sum(axis=(1, 2, 3))).astype(np.int32)
    q31, shift = np.full(6, 2**30, np.int32), np.ones(6, np.int32)  # times 1
    network = ((w, bias, q31, shift, np.int8(-128), np.int8(3), 1, 0, None),)
    is_prediction(submission.predict(x, network), x, network)


@check(
    weight=1,
    needs=single_layers,
    hint="2,147,483,647 plus half a step of the shift is no int32 any more: keep everything "
    "between the sum and the clamp in int64.",
)
def limits_of_int32(submission: Submission) -> None:
    """predict is exact for sums at the limits of int32"""
    bias = np.array([2**31 - 1, -(2**31), 2**31 - 2, -(2**31) + 1, 2**30, -(2**30)], np.int32)
    count = len(bias)
    x, w = np.zeros((1, 1, 1, 1), np.int8), np.ones((count, 1, 1, 1), np.int8)
    for factor, exponent in ((2**31 - 1, -24), (2**30, -23), (1_431_655_765, -25)):
        q31, shift = np.full(count, factor, np.int32), np.full(count, exponent, np.int32)
        network = ((w, bias, q31, shift, np.int8(0), np.int8(3), 1, 0, None),)
        is_prediction(submission.predict(x, network), x, network)


@check(
    weight=2,
    needs=single_layers,
    hint="acc · q31 rounds half up at bit 31, then the shift rounds half away from zero, then the "
    "zero point, then the limits: exercise 13, step by step.",
)
def every_rounding(submission: Submission) -> None:
    """predict rounds as exercise 13 does, halves and negative sums included"""
    bias = np.array([5, 3, 1, -1, -3, -5, 2, -2, 6, -6, 7, -7], np.int32)
    count = len(bias)
    x, w = np.zeros((1, 1, 1, 1), np.int8), np.ones((count, 1, 1, 1), np.int8)
    for factor, exponent in ((2**30, 0), (2**30, -1), (1_431_655_765, -1), (2**31 - 1, -2)):
        q31, shift = np.full(count, factor, np.int32), np.full(count, exponent, np.int32)
        network = ((w, bias, q31, shift, np.int8(0), np.int8(10), 1, 0, None),)
        is_prediction(submission.predict(x, network), x, network)


@check(
    weight=1,
    hint="scores.argmax(axis=1) gives the first of equal scores. The bias decides here: all "
    "weights are 0.",
)
def first_of_equal_scores(submission: Submission) -> None:
    """predict takes the first class of equal scores, negative ones included"""
    x, w = np.ones((2, 1, 1, 1), np.int8), np.zeros((5, 1, 1, 1), np.int8)
    for bias in ([1, 4, 2, 4, 3], [-9, -9, -8, -8, -9], [0, 0, 0, 0, 0]):
        integers_ = np.array(bias, np.int32), np.full(5, 2**30, np.int32), np.ones(5, np.int32)
        network = ((w, *integers_, np.int8(0), np.int8(-100), 1, 0, None),)
        is_prediction(submission.predict(x, network), x, network)


@check(
    weight=3,
    needs=several_layers,
    hint="It is the same code, with the trained weights. Compare layer by layer: sums, requantized "
    "values, ReLU.",
)
def trained_network(submission: Submission) -> None:
    """predict gives the trained network's scores, bit for bit"""
    x, network, expected = trained()
    identical(submission.predict(x[:4], network), tuple(part[:4] for part in expected), RESULT)


@check(
    weight=3,
    needs=single_layers,
    hint="Look at the line that is named. np.int32, np.int64, //, >> and np.clip stay with "
    "integers; / and np.rint do not.",
)
def integers_only(submission: Submission, rng: np.random.Generator) -> None:
    """predict uses no floating point, in its text and in a run"""
    network = any_network(rng, ((4, 1, 3, 3), (3, 4, 2, 2)), 1, 0)
    only_integers(submission, "predict", int8(rng, (2, 1, 4, 4)), network)


@check(
    weight=1,
    needs=several_layers,
    hint="x -= zero_point, np.maximum(…, out=x) and weights[…] = … write into the caller's arrays.",
)
def inputs_unchanged(submission: Submission, rng: np.random.Generator) -> None:
    """predict leaves pixels and network as they were"""
    network = any_network(rng, ((4, 1, 3, 3), (3, 4, 2, 2)), 1, 0)
    x = int8(rng, (2, 1, 8, 4))[:, :, ::2]
    answer = submission.predict(x, network)
    untouched(answer)
    is_prediction(answer, x, network)


@check(
    weight=1,
    needs=single_layers,
    cases=BAD_PIXELS,
    hint='First: if x.dtype != np.int8 or x.ndim != 4 or len(x) == 0: raise ValueError("…").',
)
def bad_pixels(
    submission: Submission,
    rng: np.random.Generator,
    size: Shape,
    dtype: type[np.number],
    why: str,
    layers: int = 1,
) -> None:
    """predict refuses what are no quantized pictures with a ValueError"""
    network = (one_layer(rng, (2, 1, 1, 1), (1, 0, None)),)[:layers]
    refuses(submission.predict.attempt(np.ones(size, dtype), network), because=why)


@check(
    weight=1,
    needs=ranges,
    cases=BAD_CALIBRATION,
    hint='if len(x) == 0 or len(layers) == 0: raise ValueError("…").',
)
def bad_calibration(
    submission: Submission,
    rng: np.random.Generator,
    why: str,
    pictures: int = 1,
    layers: int = 1,
) -> None:
    """calibrate refuses to work without pictures or layers with a ValueError"""
    network = any_layers(rng, ((2, 1, 1, 1),), (1, 0, None))[:layers]
    refuses(submission.calibrate.attempt(np.ones((pictures, 1, 2, 2), np.float32), network), why)


@check(
    weight=3,
    needs=trained_network,
    cases=SETS,
    kept=SECRET,
    hint="calibrate → choose_scale for each range (exercise 11, int8) → quantize_layer for each "
    "layer → quantize the pictures with the input's scale → predict.",
)
def whole_path(submission: Submission, secret: bool) -> None:
    """classify is as accurate as the float network, within half a point, on new pictures, too"""
    is_accurate(submission, secret)


@check(
    weight=1,
    needs=whole_path,
    hint="Only the calibration pictures decide on scales. A picture that is to be classified must "
    "not: its answer may not depend on its neighbours.",
)
def calibrated_with_calibration(submission: Submission) -> None:
    """classify calibrates with the calibration pictures only"""
    is_calibrated_alone(submission)


@check(
    weight=1,
    needs=whole_path,
    cases=BAD_CALLS,
    hint="If classify uses your calibrate and your predict, both refuse what they must; do not "
    "return early, and do not catch their ValueError.",
)
def bad_calls(submission: Submission, why: str, pictures: int, calibration: int) -> None:
    """classify refuses to work without pictures, of either kind, with a ValueError"""
    layers, known = fashion()
    images = everybody_s()[0][:pictures]
    refuses(submission.classify.attempt(images, known[:calibration], layers), because=why)


@check(
    weight=5,
    needs=(ranges, every_filter, whole_path, integers_only),
    cases=TIMED,
    hint="Let numpy do all pictures, filters and pixels of a kernel position in one call, sums in "
    "int32, and scale all sums of a layer at once. numba is allowed, too.",
)
def fast(submission: Submission, rng: np.random.Generator, pictures: int) -> None:
    """predict is fast: at least half as fast as the model solution"""
    # One matrix product a layer in int32 reaches 1.1 of the model solution, windows and einsum in
    # int64 0.9, plain loops in numba 0.8; einsum without optimize 0.25, a numpy call for every
    # output 0.14, a Python call for every sum 0.07.
    is_fast(submission.predict, rng, pictures, full=0.5, zero=0.05)
