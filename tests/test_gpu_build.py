"""Kernels compiled for real cards, in the sandbox; the compiler is the extra `cuda`."""

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

from benchmarks.cuda_registers import SIDES, compiled, row
from grader.course import load_course
from grader.gpu.build import build
from grader.gpu.occupancy import MULTIPROCESSORS
from grader.gpu.toolkit import PACKAGES, has_toolkit
from grader.gpu.types import types_of
from grader.grading import Grader
from grader.model import Build, Exercise, Graded, Score, Verdict
from grader.worker.calls import Launching
from grader.worker.launcher import Zygote
from grader.worker.proxy import Submission
from tests.cuda.corpus import files, read_case
from tests.support import ROOT

needs_toolkit = pytest.mark.skipif(
    not has_toolkit(), reason="no compiler for GPUs: pip install -e '.[test,cuda]'"
)
ARCHITECTURES = list(MULTIPROCESSORS)

COURSE = """\
schema: 1
title: Doubles
exercises:
  - slug: double
    title: Double
    points: 10
    devices: [sim, cuda]
"""
CHECKS = '''\
import numpy as np

from grader.checks import check, close
from grader.checks.kernels import launched


@check(hint="Twice.")
def doubles(submission, rng):
    """gives twice every value"""
    x = rng.standard_normal(100).astype(np.float32)
    done = launched(submission, "double", (4,), (32,), (x, np.zeros_like(x)))
    close(done.answer, x + x, 0)
'''
HEAD = "from numba import cuda, float32, int32\n\n\n@cuda.jit\ndef double(x, out):\n"
BODY = "    i = cuda.grid(1)\n    if i < x.size:\n        out[i] = x[i] + x[i]\n"
RIGHT = HEAD + BODY
# The interpreter follows it: in each launch the local array has one type.
TWO_TYPES = HEAD + (
    "    if cuda.gridDim.x > 1:\n"
    "        t = cuda.local.array(4, float32)\n"
    "    else:\n"
    "        t = cuda.local.array(4, int32)\n"
    "    t[0] = 1\n"
) + BODY  # fmt: skip


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote(["numpy"]) as running:
        yield running


def graded(folder: Path, source: str, compiles: bool = True) -> Graded:
    """What a kernel gets in a course of its own."""
    solution = folder / "solutions" / "double"
    solution.mkdir(parents=True, exist_ok=True)
    (folder / "course.yml").write_text(COURSE)
    (solution / "checks.py").write_text(CHECKS)
    (solution / "double.py").write_text(RIGHT)
    path = folder / "double.py"
    path.write_text(source)
    course = load_course(folder / "course.yml")
    with Grader(folder, course, compiles=compiles) as grader:
        return grader.grade(course.exercises[0], path, 1)


def build_one(zygote: Zygote, folder: Path, source: str, *args: object) -> Build:
    path = folder / "double.py"
    path.write_text(source)
    with Submission(path, zygote, Exercise("double", "Double", 1.0)) as submission:
        submission.launches["double", types_of(args)] = Launching((2,), (256,), (1,), 1)
        return build(submission, zygote)


VECTOR = np.zeros(9, np.float32)


@needs_toolkit
@pytest.mark.parametrize("name", SIDES)
def test_the_courses_own_kernels_compile_without_spills(zygote: Zygote, name: str) -> None:
    found = compiled(zygote, name)
    assert [built.architecture for built in found] == ARCHITECTURES
    for built in found:
        assert 8 <= built.registers <= 255
        assert built.spilled == 0
        assert built.blocks * -(-built.threads // 32) == built.warps <= built.of_warps


@needs_toolkit
def test_shared_bytes_are_those_of_the_source(zygote: Zygote) -> None:
    # exercise 10: 22 rows of 48 words, and 7·7 weights.
    assert {built.shared for built in compiled(zygote, "cuda_conv_tiled")} == {4 * (22 * 48 + 49)}
    assert {built.shared for built in compiled(zygote, "cuda_conv")} == {0}


@needs_toolkit
def test_the_documented_table_is_what_is_found(zygote: Zygote) -> None:
    text = (ROOT / "docs/measurements.md").read_text(encoding="utf-8")
    said = dict(re.findall(r"((?:numba-cuda|cuda-bindings|nvidia-\w+)) (\d[\d.]*\d)", text))
    assert set(said) == set(PACKAGES)
    if any(version(package) != said[package] for package in PACKAGES):
        pytest.skip(f"the table was made with {said}")
    for name in SIDES:
        for built in compiled(zygote, name):
            assert row(name, built) in text


@needs_toolkit
@pytest.mark.parametrize("path", files("right"), ids=lambda path: path.stem)
def test_what_the_interpreter_finds_right_compiles(zygote: Zygote, path: Path) -> None:
    case = read_case(path)
    with Submission(path, zygote, Exercise(path.stem, path.stem, 1.0)) as submission:
        block = case["block"] if isinstance(case["block"], tuple) else (case["block"],)
        types = types_of(case["args"])
        submission.launches[case["kernel"], types] = Launching((1,), block, (0,), 0)
        done = build(submission, zygote)
    assert not done.why_not
    assert [result.verdict for result in done.results] == [Verdict.PASSED]
    assert [built.architecture for built in done.built] == ARCHITECTURES


@needs_toolkit
def test_a_grade_says_what_a_kernel_takes(tmp_path: Path) -> None:
    found = graded(tmp_path, RIGHT)
    assert (found.verdict, found.score) == (Verdict.PASSED, Score(10, 10))
    assert [(built.kernel, built.threads) for built in found.built] == [("double", 32)] * 2
    assert found.not_built == ""
    assert (found.results[-1].check, found.results[-1].weight) == ("compiles", 0)


@needs_toolkit
def test_what_numba_refuses_has_not_passed_and_keeps_its_points(tmp_path: Path) -> None:
    without = graded(tmp_path, TWO_TYPES, compiles=False)
    assert (without.verdict, without.score) == (Verdict.PASSED, Score(10, 10))
    found = graded(tmp_path, TWO_TYPES)
    assert (found.verdict, found.score) == (Verdict.WRONG, Score(10, 10))
    message = found.results[-1].message
    assert message.startswith("numba cannot compile double for a GPU\n  double.py, line ")
    assert "the variable t is" in message
    assert found.built == ()


@needs_toolkit
def test_only_kernels_reach_the_compiler(zygote: Zygote, tmp_path: Path) -> None:
    source = "raise SystemExit('the rest of the file')\n" + RIGHT
    assert len(build_one(zygote, tmp_path, source, VECTOR, VECTOR).built) == 2


@needs_toolkit
def test_spills_are_found(zygote: Zygote, tmp_path: Path) -> None:
    names = [f"v{k}" for k in range(300)]
    body = "    i = cuda.grid(1)\n"
    body += "".join(f"    {name} = x[i + {k}]\n" for k, name in enumerate(names))
    body += "    cuda.syncthreads()\n    for _ in range(x.size):\n"
    body += "".join(
        f"        {a} = {a} * {b} + {c}\n"
        for a, b, c in zip(names, names[1:] + names[:1], names[2:] + names[:2], strict=True)
    )
    body += f"    out[i] = {' + '.join(names)}\n"
    done = build_one(zygote, tmp_path, HEAD + body, VECTOR, VECTOR)
    assert all(built.registers == 255 and built.spilled > 0 for built in done.built), done


@pytest.mark.skipif(has_toolkit(), reason="there is a compiler for GPUs")
def test_the_script_says_what_it_lacks() -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/cuda_registers.py"],
        cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == "not compiled: python -m pip install -e '.[cuda]'\n"


def test_without_a_compiler_one_line_says_so_and_nothing_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.gpu.build.has_toolkit", lambda: False)
    found = graded(tmp_path, RIGHT)
    assert (found.verdict, found.score, found.built) == (Verdict.PASSED, Score(10, 10), ())
    assert found.not_built.startswith("not compiled for a real GPU: ")
    assert [result.check for result in found.results] == ["doubles"]
    assert "[cuda]" in found.not_built


def test_a_kernel_that_was_never_launched_is_not_compiled(tmp_path: Path) -> None:
    found = graded(tmp_path, HEAD + "    raise NotImplementedError()\n")
    assert (found.verdict, found.built, found.not_built) == (Verdict.MISSING, (), "")


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (RIGHT.replace("\n\n", "; import os\n", 1), "two statements on one line"),
        (RIGHT.replace("cuda.jit", "cuda.jit(fastmath=1 > 0)"), "an option that is computed"),
    ],
)
def test_what_cannot_be_taken_out_of_the_file_is_said(
    zygote: Zygote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, why: str
) -> None:
    monkeypatch.setattr("grader.gpu.build.has_toolkit", lambda: True)
    done = build_one(zygote, tmp_path, source, VECTOR, VECTOR)
    assert (done.built, done.results) == ((), ())
    assert done.why_not.startswith("not compiled: line ")
    assert why in done.why_not


def test_a_compiler_that_fails_is_our_fault(
    zygote: Zygote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.gpu.build.has_toolkit", lambda: True)
    monkeypatch.setattr("grader.gpu.build.SECONDS", 0.001)
    done = build_one(zygote, tmp_path, RIGHT, VECTOR, VECTOR)
    assert (done.built, done.results) == ((), ())
    assert "did not end within 0.001 s" in done.why_not
