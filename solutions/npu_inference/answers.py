"""What is right for a hidden check of exercise 15, and how an answer of several values is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np

from grader.checks import Answer, Wrong, close, has_dtype, identical
from grader.checks.compare import spell_value
from solutions.npu_inference.networks import Network
from solutions.npu_inference.reference import (
    fashion,
    floats,
    held_back,
    integer_network,
    integers,
    quantized_pixels,
)

RANGES = ("lows", "highs")
INTEGERS = ("weights", "bias", "q31", "shift")
RESULT = ("scores", "classes")

TOLERANCE = 1e-5  # of the largest value: float32, whatever the order of the sums
PICTURES = 500  # of the 1,000 that are there: they take a second or two
POINTS = 0.5  # how far int8 may lie below float, in percent of the pictures
AGREE = 18  # of the first 20 pictures: the last bit of a range may differ, a class hardly ever


@cache
def float_accuracy() -> float:
    """Percent of the held-back pictures that the float network gets right."""
    layers, _ = fashion()
    images, labels = (array[:PICTURES] for array in held_back())
    return 100 * float((floats(images, layers)[-1][:, :, 0, 0].argmax(1) == labels).mean())


@cache
def trained() -> tuple[np.ndarray, Network, tuple[np.ndarray, np.ndarray]]:
    """The first 20 held-back pictures in int8, the trained network, and what it makes of them."""
    layers, calibration = fashion()
    network, scale, zero_point = integer_network(layers, calibration)
    x = quantized_pixels(held_back()[0][:20], scale, zero_point)
    return x, network, integers(x, network)


@contextmanager
def pair(answer: Answer, names: tuple[str, str], index: int) -> Iterator[Answer]:
    """One of the two values of an answer; a fault in it says which, and is explained by its like.

    Raises:
        Wrong: if the answer is no tuple of two, or for a fault in this value.
    """
    values = answer.value
    if not isinstance(values, tuple) or len(values) != 2:
        raise Wrong(f"expected two values, {' and '.join(names)}; got {spell_value(values)}")
    try:
        yield answer.part(index)
    except Wrong as fault:
        same = fault.explains
        if same is None:
            raise Wrong(f"{names[index]}: {fault}") from None
        raise Wrong(
            f"{names[index]}: {fault}",
            lambda other: isinstance(other, tuple) and len(other) == 2 and same(other[index]),
        ) from None


def is_range(answer: Answer, x: np.ndarray, layers: tuple[Any, ...]) -> None:
    """The answer is (lows, highs) of x and of every layer, each with 0 inside."""
    values = floats(x, layers)
    expected = (
        np.array([min(0.0, v.min()) for v in values]),
        np.array([max(0.0, v.max()) for v in values]),
    )
    tolerance = TOLERANCE * np.array([np.abs(v).max() for v in values])
    for index, wanted in enumerate(expected):
        with pair(answer, RANGES, index) as part:
            close(part, wanted, tolerance)
            has_dtype(part, np.float32)


def is_prediction(answer: Answer, x: np.ndarray, network: Network) -> None:
    """The answer is scores and classes, bit for bit."""
    identical(answer, integers(x, network), RESULT)


def is_accurate(answer: Answer, labels: np.ndarray) -> None:
    """The answer is a class for each picture, and as often right as the float network."""
    classes = answer.value
    if not isinstance(classes, np.ndarray) or classes.shape != labels.shape:
        close(answer, labels.astype(np.int64), 0.0)
    reached = 100 * float((classes == labels).mean())
    if reached < float_accuracy() - POINTS:
        raise Wrong(
            f"{reached:.1f} % of {PICTURES} pictures right; the float network has "
            f"{float_accuracy():.1f} %, and int8 must not lose more than {POINTS} points"
        )
    first = trained()[2][1]
    if (classes[:20] == first).sum() < AGREE:
        raise Wrong(f"expected classes {first.tolist()} for the first pictures, got others")
