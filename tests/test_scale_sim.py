"""The cycles that exercise 14 asks for are SCALE-Sim's.

Its answers are committed, in tests/golden/scalesim.json. To ask SCALE-Sim itself, let
SCALESIM_PYTHON name a python that has it (tests/golden/run_scalesim.py says how).
"""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions.systolic_array.reference import (
    ALEXNET,
    ALEXNET_CYCLES,
    GEMM,
    arrivals,
    last_cycle,
    multiply,
    one_cycle,
)
from tests.support import ROOT

GOLDEN: list[tuple[Any, ...]] = [
    tuple(answer) for answer in json.loads((ROOT / "tests/golden/scalesim.json").read_text())
]
PYTHON = os.environ.get("SCALESIM_PYTHON", "")
FRESH = 12  # questions that an optional run asks anew

Cycles = Callable[..., int]


@pytest.fixture(scope="module")
def cycles() -> Iterator[Cycles]:
    """The model solution's function, the one that a learner writes."""
    sys.path.insert(0, str(ROOT / "solutions" / "systolic_array"))
    yield importlib.import_module("systolic_array").cycles
    sys.path.pop(0)
    del sys.modules["systolic_array"]


def test_there_are_answers() -> None:
    assert len(GOLDEN) >= 100
    assert {answer[5] for answer in GOLDEN} == {"ws", "os", "is"}


@pytest.mark.parametrize("answer", GOLDEN, ids=lambda answer: "-".join(map(str, answer[:-1])))
def test_formula_and_reference_give_what_scale_sim_counted(
    cycles: Cycles, answer: tuple[Any, ...]
) -> None:
    *question, expected = answer
    assert cycles(*question) == last_cycle(*question) == expected


def test_the_published_numbers_are_among_the_answers() -> None:
    known = {tuple(answer[:-1]): answer[-1] for answer in GOLDEN}
    for flow, published in GEMM.items():
        assert known[(256, 128, 256, 32, 32, flow)] == published
    for (size, flow), row in ALEXNET_CYCLES.items():
        for layer, published in zip(ALEXNET.values(), row, strict=True):
            assert known[(*layer, size, size, flow)] == published


@settings(max_examples=60)
@given(st.tuples(*[st.integers(1, 6)] * 3), st.integers(0, 2**32 - 1))
def test_the_reference_array_multiplies(sizes: tuple[int, int, int], seed: int) -> None:
    m, rows, cols = sizes
    rng = np.random.default_rng(seed)
    a = rng.integers(-128, 128, (m, rows), np.int8)
    w = rng.integers(-128, 128, (rows, cols), np.int8)
    activations, sums = np.zeros_like(w), np.zeros(w.shape, np.int32)
    left = []
    for edge in arrivals(a, cols):
        activations, sums = one_cycle(w, activations, sums, edge)
        left.append(sums[-1])
    product = [[left[t + rows - 1 + c][c] for c in range(cols)] for t in range(m)]
    exact = a.astype(np.int64) @ w.astype(np.int64)
    assert np.array_equal(product, exact)
    assert np.array_equal(multiply(a, w), exact)
    assert last_cycle(m, cols, rows, rows, cols, "ws") == rows + len(left) - 1


@pytest.mark.skipif(
    not PYTHON, reason="SCALESIM_PYTHON names no python with scalesim: committed answers only"
)
def test_scale_sim_itself(cycles: Cycles, tmp_path: Path) -> None:
    rng = np.random.default_rng(int.from_bytes(os.urandom(4)))
    questions: list[list[Any]] = [
        [*(int(size) for size in rng.integers(1, [50, 50, 50, 16, 16])), flow]
        for flow in ("ws", "os", "is")
        for _ in range(FRESH // 3)
    ]
    questions = [question for question in questions if last_cycle(*question) > 0]
    run = subprocess.run(
        [PYTHON, str(ROOT / "tests" / "golden" / "run_scalesim.py")],
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=600,
    )
    assert run.returncode == 0, run.stderr
    for *question, expected in json.loads(run.stdout):
        assert cycles(*question) == expected, question
