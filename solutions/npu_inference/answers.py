"""What is right for a hidden check of exercise 15, and how an answer of several values is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from grader.checks import Answer, Wrong, close, has_dtype, identical
from grader.checks.compare import spell_value
from solutions.npu_inference.networks import Network
from solutions.npu_inference.reference import floats, integers

RANGES = ("lows", "highs")
INTEGERS = ("weights", "bias", "q31", "shift")
RESULT = ("scores", "classes")

TOLERANCE = 1e-5  # of the largest value: float32, whatever the order of the sums


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
