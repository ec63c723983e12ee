"""What the hidden checks of exercise 14 ask: sizes, folds, cells, and what to refuse."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from solutions.systolic_array.reference import ALEXNET_CYCLES

Sizes = tuple[int, int, int, int, int]
Pair = tuple[int, int]
FLOWS = ("ws", "os", "is")

WORKED_A = np.array([[1, 2, 3], [4, 5, 6], [-1, 0, 2], [3, -2, 1]], np.int8)
WORKED_W = np.array([[1, -1, 2], [0, 3, 1], [2, 1, -2]], np.int8)


def question(sizes: Sizes, dataflow: str) -> dict[str, Any]:
    """A case: (m, n, k, rows, cols) and the dataflow."""
    return {"sizes": sizes, "dataflow": dataflow}


def for_all(cases: Mapping[str, Sizes]) -> dict[str, dict[str, Any]]:
    """Every case under each dataflow."""
    return {
        f"{name}, {flow}": question(sizes, flow) for name, sizes in cases.items() for flow in FLOWS
    }


def product(size: tuple[int, int, int], cells: Pair) -> dict[str, Any]:
    """A case: (m, k, n), and the cells of the array."""
    return {"size": size, "cells": cells}


ONE_FOLD = {
    "full array": (3, 3, 3, 3, 3),
    "many values through": (5, 7, 6, 7, 8),
    "one cell": (1, 1, 1, 1, 1),
    "a tall array": (2, 3, 5, 9, 7),
    "a wide array": (5, 4, 2, 6, 11),
}
FOLDS = {
    "two folds down": (4, 4, 4, 2, 4),
    "two folds across": (4, 4, 4, 4, 2),
    "the last fold is partial": (7, 5, 9, 4, 4),
    "a long column of cells": (5, 13, 11, 12, 1),
    "a long row of cells": (6, 14, 9, 1, 10),
    "just one more than fits": (9, 9, 9, 8, 8),
    "a layer": (196, 96, 363, 32, 16),
}
TABLE = {
    f"{size}×{size}, {flow}": {"size": size, "dataflow": flow, "published": numbers}
    for (size, flow), numbers in ALEXNET_CYCLES.items()
}
HUGE = {
    "beyond 2**31": (640 * 640, 512, 512 * 9, 7, 5),
    "beyond 2**53": (10**9, 99_991, 10**8 + 7, 13, 11),
    "beyond 2**63": (3 * 10**17 + 1, 10**17 + 19, 2 * 10**17 + 7, 3, 7),
}
BAD_QUESTIONS = {
    "m 0": (question((0, 1, 2, 3, 4), "ws"), "m is 0"),
    "n 0": (question((1, 0, 2, 3, 4), "os"), "n is 0"),
    "k negative": (question((1, 2, -1, 3, 4), "is"), "k is negative"),
    "rows 0": (question((1, 2, 3, 0, 4), "ws"), "there are 0 rows"),
    "cols negative": (question((1, 2, 3, 4, -2), "os"), "cols is negative"),
    "another dataflow": (question((1, 2, 3, 4, 5), "rs"), '"rs" is none of the three'),
    "upper case": (question((1, 2, 3, 4, 5), "WS"), '"WS" is none of the three'),
}
SHAPES: dict[str, dict[str, Any]] = {
    "one cell": {"cells": (1, 1)},
    "a row of cells": {"cells": (1, 4)},
    "a column of cells": {"cells": (4, 1)},
    "2×3": {"cells": (2, 3)},
    "3×2": {"cells": (3, 2)},
    "5×5": {"cells": (5, 5)},
}
PRODUCTS = {
    "one number": product((1, 1, 1), (1, 1)),
    "one fold": product((4, 3, 2), (3, 2)),
    "one row of activations": product((1, 3, 4), (3, 4)),
    "two tiles down": product((3, 4, 2), (2, 2)),
    "two tiles across": product((3, 2, 4), (2, 2)),
    "partial tiles": product((5, 7, 5), (3, 2)),
    "array larger than the weights": product((2, 2, 1), (4, 5)),
    "a single cell": product((3, 4, 2), (1, 1)),
    "a column of cells": product((2, 9, 3), (4, 1)),
    "a row of cells": product((3, 2, 9), (1, 4)),
    "many rows": product((33, 5, 3), (2, 3)),
    "many products": product((2, 50, 3), (8, 2)),
}
LONG = {
    "beyond int8": {"k": 3, "value": 100},
    "beyond int16": {"k": 40, "value": 127},
    "the largest sums": {"k": 40, "value": -128},
}
BAD_OPERANDS: dict[str, dict[str, Any]] = {
    "K differs": {"a": (2, 3), "w": (2, 4), "why": "a has 3 columns and w has 2 rows"},
    "1-D a": {"a": (3,), "w": (3, 2), "why": "a is not two-dimensional"},
    "3-D w": {"a": (2, 3), "w": (3, 2, 1), "why": "w is not two-dimensional"},
    "no rows": {"a": (0, 3), "w": (3, 2), "why": "a has no rows"},
    "no products": {"a": (2, 0), "w": (0, 2), "why": "K is 0"},
    "no columns": {"a": (2, 3), "w": (3, 0), "why": "w has no columns"},
    "floats": {"a": (2, 3), "w": (3, 2), "dtype": float, "why": "a is float64, not int8"},
    "int32": {"a": (2, 3), "w": (3, 2), "dtype": np.int32, "why": "a is int32, not int8"},
    "rows 0": {"a": (2, 3), "w": (3, 2), "cells": (0, 2), "why": "there are 0 rows of cells"},
    "cols 0": {"a": (2, 3), "w": (3, 2), "cells": (2, 0), "why": "there are 0 columns of cells"},
    "rows negative": {"a": (2, 3), "w": (3, 2), "cells": (-1, 2), "why": "rows is negative"},
}


def int8(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Any numbers of int8 but 0: a lost one would not show."""
    numbers: np.ndarray = rng.integers(1, 128, shape) * rng.choice([-1, 1], shape)
    return numbers.astype(np.int8)


def registers(rng: np.random.Generator, cells: Pair) -> tuple[np.ndarray, ...]:
    """An array in the midst of its work: weights, activations, sums, and what enters."""
    sums = rng.integers(-(2**20), 2**20, cells, np.int32)
    return int8(rng, *cells), int8(rng, *cells), sums, int8(rng, cells[0])


def to_the_limits(weights: np.ndarray, activations: np.ndarray) -> np.ndarray:
    """Sums that the next cycle brings to the limits of int32, but for the first column and row."""
    products = np.zeros(weights.shape, np.int64)
    products[:, 1:] = weights[:, 1:].astype(np.int64) * activations[:, :-1]
    limits = np.where(products > 0, 2**31 - 1, -(2**31))
    above = (limits - products).astype(np.int32)
    above[:, 0] = 2**30
    return np.vstack([above[1:], above[:1]])
