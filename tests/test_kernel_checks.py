"""Kernels in checks: read, interpreted, judged; nothing of them runs, and no GPU is needed."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest

from grader.checks import close
from grader.checks.check import check
from grader.checks.kernels import FIGURES, Launched, counts_at_most, launched
from grader.errors import Crashed, Forbidden, Missing, NotPassed, Slow, TimedOut, Unmeasured, Wrong
from grader.judge import judge
from grader.kernels import explains_kernel
from grader.misconceptions import Misconceptions
from grader.model import Exercise, Result, Score, Verdict
from grader.score import overall, score
from grader.worker.calls import Answer, Call
from grader.worker.launcher import Zygote
from grader.worker.proxy import Submission

EXERCISE = Exercise("double", "Double", 1.0, call_seconds=1.0, forbid=("scipy",))
HEAD = "from numba import cuda\n\n\n@cuda.jit\ndef double(x, out):\n    i = cuda.grid(1)\n"
RIGHT = HEAD + "    if i < x.size:\n        out[i] = x[i] + x[i]\n"
ADDS_ONE = HEAD + "    if i < x.size:\n        out[i] = x[i] + 1\n"
LARGE = 100


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote(["numpy"]) as running:
        yield running


def run(zygote: Zygote, folder: Path, source: str | bytes, grid: int = 4) -> Launched:
    path = folder / "double.py"
    path.write_bytes(source.encode() if isinstance(source, str) else source)
    x = np.arange(LARGE, dtype=np.float32)
    with Submission(path, zygote, EXERCISE) as submission:
        return launched(submission, "double", (grid,), (32,), (x, np.zeros_like(x)))


def test_a_right_kernel_is_right(zygote: Zygote, tmp_path: Path) -> None:
    done = run(zygote, tmp_path, RIGHT)
    close(done.answer, np.arange(LARGE) * 2.0, 0)
    assert done.counts.traffic("global", "store").units == LARGE * 4 // 32 + 1


BAD = {
    "not there": (RIGHT.replace("double", "twice"), Missing, "has no function double"),
    "not written": (HEAD + "    raise NotImplementedError()\n", Missing, "double is not written"),
    "no Python": (HEAD + "    if i <\n", Crashed, r"read the file: .*\n  \w+\.py, line 7:  if i <"),
    "no text": (b"\x80\x00", Crashed, "no text in UTF-8"),
    "UTF-16": (b"\xff\xfe\x00", Crashed, "save it as UTF-8"),
    "no kernel": (RIGHT.replace("@cuda.jit\n", ""), Wrong, "put @cuda.jit above def double$"),
    "other parameters": (RIGHT.replace("x, out", "x, y, out"), Wrong, "has parameters"),
    "no guard": (HEAD + "    out[i] = x[i] + x[i]\n", Wrong, r"not safe on a GPU\n  line 7: .*x\["),
    "writes to x": (HEAD + "    if i < x.size:\n        x[i] = out[i] = 1\n", Wrong, "an input"),
    "not for a GPU": (HEAD + "    out[i] = sorted([1, 2])[0]\n", Wrong, "Instead"),
    "endless": (HEAD + "    while True:\n        i += 1\n", TimedOut, "line"),
    "ruled out": ("import scipy\n" + RIGHT, Forbidden, "scipy"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "kind", "message"), BAD.values(), ids=BAD)
def test_a_bad_kernel_gets_its_verdict_and_its_line(
    zygote: Zygote, tmp_path: Path, source: str | bytes, kind: type[NotPassed], message: str
) -> None:
    with pytest.raises(kind, match=message):
        run(zygote, tmp_path, source)


def test_a_known_wrong_kernel_explains_the_same_wrong_output(
    zygote: Zygote, tmp_path: Path
) -> None:
    known = tmp_path / "adds_one.py"
    known.write_text(ADDS_ONE)
    path = tmp_path / "double.py"
    path.write_text(ADDS_ONE.replace("x[i] + 1", "1 + x[i]"))
    x = np.arange(LARGE, dtype=np.float32)
    with Submission(path, zygote, EXERCISE) as submission:
        done = launched(submission, "double", (4,), (32,), (x, np.zeros_like(x)))
        with pytest.raises(Wrong) as wrong:
            close(done.answer, x * 2.0, 0)
        call = done.answer.call
    assert explains_kernel(known, call, wrong.value, 1.0)
    known.write_text(RIGHT)
    assert not explains_kernel(known, call, wrong.value, 1.0)
    known.write_text("no kernel at all")
    assert not explains_kernel(known, call, wrong.value, 1.0)


@check(hint="Half as many.")
def frugal(submission: Submission) -> None:
    """moves no more than it must"""
    x = np.arange(LARGE, dtype=np.float32)
    done = launched(submission, "double", (4,), (32,), (x, np.zeros_like(x)))
    advice = "Load each value once."
    counts_at_most(done.answer, "global sectors", "sectors per value", 0.1, advice, per=LARGE)


@check(hint="Find a GPU.", weight=3)
def timed(submission: Submission) -> None:
    """is fast on a GPU"""
    raise Unmeasured(f"not measured here: {submission.path.name} needs a GPU")


def judged(zygote: Zygote, folder: Path) -> tuple[Result, ...]:
    path = folder / "double.py"
    path.write_text(RIGHT)
    with (
        Submission(path, zygote, EXERCISE) as submission,
        Misconceptions(folder, zygote, EXERCISE) as misconceptions,
    ):
        return judge([frugal, timed], submission, misconceptions, seed=1)


def test_a_wasteful_kernel_is_told_what_it_may_use(zygote: Zygote, tmp_path: Path) -> None:
    result = judged(zygote, tmp_path)[0]
    assert result.verdict is Verdict.SLOW
    assert result.counts == {"sectors per value": 0.39}
    assert "0.39 sectors per value, at most 0.1 will do. Load each" in result.message


def test_what_cannot_be_measured_here_takes_no_points_and_is_said(
    zygote: Zygote, tmp_path: Path
) -> None:
    results = judged(zygote, tmp_path)
    assert results[1].unmeasured
    assert "not measured here" in results[1].message
    assert score(8, results) == Score(0, 8)
    assert score(8, results[1:]) == Score(0, 0)
    assert overall(results) is Verdict.SLOW
    assert overall(results[1:]) is Verdict.PASSED


def test_every_figure_is_kept_and_can_be_too_large(zygote: Zygote, tmp_path: Path) -> None:
    answer = run(zygote, tmp_path, RIGHT).answer
    noted: dict[str, float] = {}
    answer = msgspec.structs.replace(answer, noted=noted.__setitem__)
    there = [figure for figure in FIGURES if not figure.startswith("shared")]
    for figure in there:
        counts_at_most(answer, figure, figure, limit=1000, advice="")
        with pytest.raises(Slow, match="Less of it"):
            counts_at_most(answer, figure, figure, limit=-1, advice="Less of it.")
    assert noted == {
        "global sectors": 39,
        "loaded sectors": 26,
        "stored sectors": 13,
        "sectors per load": 26 / 8,
        "sectors per store": 13 / 4,
        "loads": 200,
        "stores": 100,
        "atomics": 0,
        "float64 operations": 0,
    }


def test_only_one_array_can_be_counted_whatever_it_is_called(
    zygote: Zygote, tmp_path: Path
) -> None:
    renamed = RIGHT.replace("x", "image")
    answer = run(zygote, tmp_path, renamed).answer
    noted: dict[str, float] = {}
    answer = msgspec.structs.replace(answer, noted=noted.__setitem__)
    counts_at_most(answer, "loads", "of x", limit=200, advice="", argument=0)
    counts_at_most(answer, "loads", "of out", limit=0, advice="", argument=1)
    counts_at_most(answer, "stores", "to out", limit=100, advice="", argument=1)
    assert noted == {"of x": 200, "of out": 0, "to out": 100}


def test_what_was_called_has_no_counts() -> None:
    answer = Answer(1, Call("double", (1,), {}))
    with pytest.raises(TypeError, match="was not launched"):
        counts_at_most(answer, "loads", "loads", 1, "")
