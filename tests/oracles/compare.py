"""Our references against engines that other people ship: how many values, how many differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from tests.oracles.layers import FULL


class Case(NamedTuple):
    """One question to an engine: its arguments, the engine's answer, ours."""

    arguments: dict[str, Any]
    engine: np.ndarray
    ours: np.ndarray


Source = Callable[[np.random.Generator, tuple[int, int]], Case]


def cases(source: Source, seed: int, weights: tuple[int, int] = FULL) -> Iterator[Case]:
    """Case after case, without end."""
    rng = np.random.default_rng(seed)
    while True:
        yield source(rng, weights)


def tally(source: Source, at_least: int, seed: int = 0) -> tuple[int, int]:
    """(values compared, values that differ), until `at_least` values were compared."""
    compared = different = 0
    for case in cases(source, seed):
        if case.engine.shape != case.ours.shape:
            raise AssertionError(f"shapes differ: {case.engine.shape} and {case.ours.shape}")
        compared += case.engine.size
        different += int((case.engine != case.ours).sum())
        if compared >= at_least:
            return compared, different
    raise AssertionError("there are always more cases")
