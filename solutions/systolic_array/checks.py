"""Hidden checks of exercise 14, systolic_array."""

from collections.abc import Callable

import numpy as np

from grader.checks import Submission, check, exactly, refuses, unchanged
from solutions.inputs import VIEWS
from solutions.systolic_array.broken import run_with_broken_cell
from solutions.systolic_array.cases import (
    BAD_OPERANDS,
    BAD_QUESTIONS,
    FLOWS,
    FOLDS,
    HUGE,
    LONG,
    ONE_FOLD,
    PRODUCTS,
    SHAPES,
    TABLE,
    WORKED_A,
    WORKED_W,
    Pair,
    Sizes,
    for_all,
    int8,
    registers,
    to_the_limits,
)
from solutions.systolic_array.parts import REGISTERS, RESULT, part, same_integers
from solutions.systolic_array.reference import (
    ALEXNET,
    GEMM,
    arrivals,
    last_cycle,
    multiply,
    one_cycle,
)


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
    hint="−128 · −128 is 16384: it fits into int32, not into int8. weights.astype(np.int32). A sum "
    "may be any int32: float32 has 24 bits, and rounds it.",
)
def widest_numbers(submission: Submission, rng: np.random.Generator) -> None:
    """step is exact for the extremes of int8, and for sums up to the limits of int32"""
    weights, activations = (rng.choice([-128, 127], (3, 4)).astype(np.int8) for _ in range(2))
    sums = to_the_limits(weights, activations)
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
