"""Hidden checks of exercise 14, systolic_array."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader.checks import Submission, check, exactly, refuses, unchanged
from solutions.inputs import VIEWS
from solutions.systolic_array.broken import run_with_broken_cell
from solutions.systolic_array.parts import REGISTERS, RESULT, part, same_integers
from solutions.systolic_array.reference import (
    ALEXNET,
    ALEXNET_CYCLES,
    GEMM,
    arrivals,
    last_cycle,
    multiply,
    one_cycle,
)

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


@check(
    weight=2,
    hint="The worked example has 2·2 tiles of the weights (K = 3 on 2 rows, N = 3 on 2 columns). "
    "Each takes 2 cycles to load and 4 + 2 + 2 − 2 to stream. The first cycle is cycle 0.",
)
def worked_cycles(submission: Submission) -> None:
    """cycles gives the worked example of the handout"""
    exactly(submission.cycles(4, 3, 3, 2, 2, "ws"), 31)


@check(
    weight=3,
    cases=for_all(ONE_FOLD),
    hint="One fold: T + rows + cols − 2 cycles, and before that, rows cycles of loading for ws and "
    "is. T is what streams: M for ws, K for os, N for is. Then − 1: the first cycle is cycle 0.",
)
def one_fold(submission: Submission, sizes: Sizes, dataflow: str) -> None:
    """cycles counts loading, fill, stream and drain of a single fold"""
    exactly(submission.cycles(*sizes, dataflow), last_cycle(*sizes, dataflow))


@check(
    weight=3,
    cases=for_all(FOLDS),
    hint="Folds are whole: ceil(Sr / rows) · ceil(Sc / cols), where Sr, Sc is K, N for ws, M, N "
    "for os, K, M for is. −(−a // b) rounds up. Every fold costs the same, a partial one too.",
)
def many_folds(submission: Submission, sizes: Sizes, dataflow: str) -> None:
    """cycles takes every fold whole, on both axes"""
    exactly(submission.cycles(*sizes, dataflow), last_cycle(*sizes, dataflow))


@check(
    weight=2,
    needs=one_fold,
    cases={flow: {"dataflow": flow, "published": number} for flow, number in GEMM.items()},
    hint="(256×256) · (256×128) on 32×32: 8 · 4 folds of 350 cycles for ws, 8 · 4 of 318 for os, "
    "8 · 8 of 222 for is; and one less, because the first is cycle 0.",
)
def scale_sim(submission: Submission, dataflow: str, published: int) -> None:
    """cycles equals the reports that come with SCALE-Sim"""
    exactly(submission.cycles(256, 128, 256, 32, 32, dataflow), published)


@check(
    weight=2,
    needs=one_fold,
    cases=TABLE,
    hint="m, n, k of the handout's table, in this order: output pixels, filters, products.",
)
def alexnet(submission: Submission, size: int, dataflow: str, published: tuple[int, ...]) -> None:
    """cycles gives the table of AlexNet, to the digit"""
    for (m, n, k), number in zip(ALEXNET.values(), published, strict=True):
        exactly(submission.cycles(m, n, k, size, size, dataflow), number)


@check(
    weight=1,
    needs=one_fold,
    hint="The same formula for every size: no list of known answers.",
)
def any_cycles(submission: Submission, rng: np.random.Generator) -> None:
    """cycles is right for sizes that nobody has seen before"""
    for flow in FLOWS:
        for _ in range(4):
            m, n, k, rows, cols = (int(size) for size in rng.integers(1, [999] * 3 + [99] * 2))
            answer = submission.cycles(m, n, k, rows, cols, flow)
            exactly(answer, last_cycle(m, n, k, rows, cols, flow))


@check(
    weight=1,
    needs=one_fold,
    cases=for_all(HUGE),
    hint="Round up with integers: −(−k // rows). math.ceil(k / rows) goes through a float, which "
    "has 53 bits, and numpy's integers end at 63.",
)
def exact_however_large(submission: Submission, sizes: Sizes, dataflow: str) -> None:
    """cycles is an exact int, however large"""
    exactly(submission.cycles(*sizes, dataflow), last_cycle(*sizes, dataflow))


@check(
    weight=1,
    needs=one_fold,
    cases={name: {**case, "why": why} for name, (case, why) in BAD_QUESTIONS.items()},
    hint='First: if dataflow not in ("ws", "os", "is") or min(m, n, k, rows, cols) < 1: raise '
    'ValueError("…").',
)
def bad_questions(submission: Submission, sizes: Sizes, dataflow: str, why: str) -> None:
    """cycles refuses sizes below 1 and unknown dataflows with a ValueError"""
    refuses(submission.cycles.attempt(*sizes, dataflow), because=why)


@check(
    weight=3,
    cases=SHAPES,
    hint="New activations: column 0 is `entering`, column c is the old column c − 1. "
    "np.column_stack([entering, activations[:, :-1]]) does it.",
)
def moves_right(submission: Submission, rng: np.random.Generator, cells: Pair) -> None:
    """step moves every activation one cell to the right"""
    state = registers(rng, cells)
    with part(submission.step(*state), REGISTERS, "activations") as moved:
        same_integers(moved, one_cycle(*state)[0])


@check(
    weight=4,
    cases=SHAPES,
    hint="New sums: the old sum of the cell above (0 for the top row), plus the weight times the "
    "activation that arrives in this cycle. Cast to int32 before you multiply.",
)
def adds_and_moves_down(submission: Submission, rng: np.random.Generator, cells: Pair) -> None:
    """step adds weight times arriving activation to the sum from above"""
    state = registers(rng, cells)
    with part(submission.step(*state), REGISTERS, "sums") as added:
        same_integers(added, one_cycle(*state)[1])


@check(
    weight=1,
    hint="−128 · −128 is 16384: it fits into int32, not into int8. weights.astype(np.int32).",
)
def widest_numbers(submission: Submission, rng: np.random.Generator) -> None:
    """step is exact for the extremes of int8"""
    weights, activations = (rng.choice([-128, 127], (3, 4)).astype(np.int8) for _ in range(2))
    sums = rng.choice([-(2**30), 2**30], (3, 4)).astype(np.int32)
    state = weights, activations, sums, np.full(3, -128, np.int8)
    for name, expected in zip(REGISTERS, one_cycle(*state), strict=True):
        with part(submission.step(*state), REGISTERS, name) as got:
            same_integers(got, expected)


@check(
    weight=1,
    hint="Do not write to activations or sums (no activations[:, 1:] = …, no sums += …): make new "
    "arrays. All cells act at the same time, on what was there before.",
)
def registers_unchanged(submission: Submission, rng: np.random.Generator) -> None:
    """step leaves its arguments as they were"""
    state = registers(rng, (3, 4))
    answer = submission.step(*state)
    unchanged(answer)
    with part(answer, REGISTERS, "sums") as added:
        same_integers(added, one_cycle(*state)[1])


@check(
    weight=2,
    needs=adds_and_moves_down,
    cases={"2×3": {"m": 3, "cells": (2, 3)}, "4×2": {"m": 5, "cells": (4, 2)}},
    hint="We feed your step row by row, each row of cells one cycle later than the one above, and "
    "look at the bottom row. Nothing may be remembered between the calls.",
)
def cells_multiply(submission: Submission, rng: np.random.Generator, m: int, cells: Pair) -> None:
    """step, called again and again by us, multiplies two matrices"""
    a, weights = int8(rng, m, cells[0]), int8(rng, *cells)
    activations, sums = np.zeros(cells, np.int8), np.zeros(cells, np.int32)
    for edge in arrivals(a, cells[1]):
        expected = one_cycle(weights, activations, sums, edge)
        answer = submission.step(weights, activations, sums, edge)
        for name, register in zip(REGISTERS, expected, strict=True):
            with part(answer, REGISTERS, name) as got:
                same_integers(got, register)
        activations, sums = answer.value


@check(
    weight=2,
    hint="Follow the table of the handout cycle by cycle, first with rows = 3, cols = 3: one fold.",
    cases={"one fold": {"cells": (3, 3)}, "2·2 folds": {"cells": (2, 2)}},
)
def worked_product(submission: Submission, rng: np.random.Generator, cells: Pair) -> None:
    """matmul_ws gives the worked example of the handout, also with other numbers"""
    for a, w in ((WORKED_A, WORKED_W), (int8(rng, 4, 3), int8(rng, 3, 3))):
        with part(submission.matmul_ws(a, w, *cells), RESULT, "product") as got:
            same_integers(got, multiply(a, w))


@check(
    weight=4,
    cases=PRODUCTS,
    hint="One fold first. a[t, r] enters row r in cycle t + r, and the sum for row t leaves column "
    "c in cycle t + rows − 1 + c. Then tiles: fill w up with zeros, add the sums of tiles that lie "
    "one below the other.",
)
def every_product(
    submission: Submission, rng: np.random.Generator, size: tuple[int, int, int], cells: Pair
) -> None:
    """matmul_ws multiplies matrices of every shape on arrays of every shape"""
    (m, k, n) = size
    a, w = int8(rng, m, k), int8(rng, k, n)
    with part(submission.matmul_ws(a, w, *cells), RESULT, "product") as got:
        same_integers(got, multiply(a, w))


@check(
    weight=3,
    cases=PRODUCTS,
    hint="Count: rows cycles to load each tile, and one for each call of step. The first cycle is "
    "cycle 0, so return the count minus 1.",
)
def counted_cycles(
    submission: Submission, rng: np.random.Generator, size: tuple[int, int, int], cells: Pair
) -> None:
    """matmul_ws returns the number of its last cycle"""
    m, k, n = size
    answer = submission.matmul_ws(int8(rng, m, k), int8(rng, k, n), *cells)
    with part(answer, RESULT, "cycles") as count:
        exactly(count, last_cycle(m, n, k, *cells, "ws"))


@check(
    weight=3,
    needs=(adds_and_moves_down, every_product),
    cases={
        "one fold": {"size": (4, 3, 2), "cells": (3, 2), "broken": (1, 1)},
        "the first cell": {"size": (3, 2, 2), "cells": (2, 2), "broken": (0, 0)},
        "six folds": {"size": (5, 7, 4), "cells": (3, 2), "broken": (2, 0)},
    },
    hint="In matmul_ws, for every fold: for each of the M + rows + cols − 2 cycles, activations, "
    "sums = step(weights, activations, sums, entering). What you return is read off sums[-1].",
)
def really_steps(
    submission: Submission,
    rng: np.random.Generator,
    size: tuple[int, int, int],
    cells: Pair,
    broken: Pair,
) -> None:
    """matmul_ws computes with step, one call a cycle: a broken cell shows in the product"""
    m, k, n = size
    run_with_broken_cell(submission, int8(rng, m, k), int8(rng, k, n), cells, broken)


@check(
    weight=1,
    needs=every_product,
    cases=LONG,
    hint="Keep sums and product in int32 from the beginning: np.zeros(shape, np.int32).",
)
def long_sums(submission: Submission, k: int, value: int) -> None:
    """matmul_ws is exact where sums outgrow int8 and int16"""
    a, w = np.full((2, k), value, np.int8), np.full((k, 3), value, np.int8)
    w[:, 1] = 1
    with part(submission.matmul_ws(a, w, 4, 2), RESULT, "product") as got:
        same_integers(got, multiply(a, w))


@check(
    weight=1,
    needs=every_product,
    cases=VIEWS,
    hint="Index with a[t, r] and w[r, c]; do not rely on how the numbers lie in memory, and do not "
    "write to a or w.",
)
def views(
    submission: Submission, rng: np.random.Generator, view: Callable[[np.ndarray], np.ndarray]
) -> None:
    """matmul_ws works on views, and leaves them as they were"""
    a, w = view(int8(rng, 4, 4)), view(int8(rng, 4, 4))
    w = w if len(w) == a.shape[1] else w[: a.shape[1]]
    answer = submission.matmul_ws(a, w, 2, 3)
    unchanged(answer)
    with part(answer, RESULT, "product") as got:
        same_integers(got, multiply(a, w))


@check(
    weight=1,
    needs=every_product,
    cases=BAD_OPERANDS,
    hint="a.ndim == w.ndim == 2, both dtypes np.int8, no size 0, a.shape[1] == w.shape[0], rows "
    'and cols at least 1. Otherwise raise ValueError("…").',
)
def bad_operands(
    submission: Submission,
    a: tuple[int, ...],
    w: tuple[int, ...],
    why: str,
    cells: Pair = (2, 2),
    dtype: type = np.int8,
) -> None:
    """matmul_ws refuses what it cannot multiply with a ValueError"""
    answer = submission.matmul_ws.attempt(np.ones(a, dtype), np.ones(w, np.int8), *cells)
    refuses(answer, because=why)
