"""What the terminal tells of many failures: each thing once, and the one that helps most."""

import io

import pytest
from rich.console import Console

from grader.model import Attempt, Graded, Report, Result, Score, Speed, Verdict
from grader.report.speed import spell_speed
from grader.report.terminal import print_report
from grader.score import overall
from tests.support import Grade

ATTEMPT = Attempt(1, "2026-01-01T00:00:00+00:00", 1.0, "machine", "tier")


def fast(ratio: float, threads: float = 0.0) -> Speed:
    return Speed(
        ratio, ratio, ratio, full=0.6, zero=0.03, pairs=9, cpu_seconds=1e-3, threads=threads
    )


def told(*results: Result) -> str:
    """The report of one exercise, as wide as it likes."""
    return shown(
        Graded("probe", "Probe", "probe.py", overall(results), Score(0.0, 1.0), tuple(results))
    )


def shown(graded: Graded) -> str:
    stream = io.StringIO()
    report = Report(1, "Course", ATTEMPT, Score(0.0, 1.0), (graded,))
    print_report(Console(file=stream, width=300), report, hint=False, complete=False)
    return stream.getvalue()


def failure(name: str, function: str, message: str) -> Result:
    return Result(name, f"asks for {name}", "", Verdict.WRONG, message, function=function)


def slow(case: str, ratio: float) -> Result:
    message = f"right, but slow: {ratio} times"
    credit = 0.0 if ratio < 0.05 else ratio
    return Result("fast", "is fast", case, Verdict.SLOW, message, credit=credit, speed=fast(ratio))


def test_of_slow_cases_the_slowest_is_named() -> None:
    text = told(slow("small", 0.4), slow("long", 0.03), slow("longest", 0.01), slow("wide", 0.3))
    assert "longest: right, but slow: 0.01 times" in text
    assert text.count("right, but slow") == 1


def test_a_case_that_never_returned_is_the_slowest() -> None:
    lost = Result("fast", "is fast", "lost", Verdict.SLOW, "far too slow")
    assert "lost: far too slow" in told(slow("small", 0.01), lost)


def test_every_function_that_fails_is_explained_before_one_is_explained_twice() -> None:
    text = told(
        *(failure(name, "factor", f"bad {name}") for name in ("a", "b", "c")),
        failure("d", "scale", "bad d"),
    )
    assert [name for name in "abcd" if f"bad {name}" in text] == ["a", "b", "d"]


@pytest.mark.parametrize(
    ("source", "cause"),
    [
        ("def probe(:", "Python cannot read the file"),
        ("import sys\nsys.exit(3)", "the file could not be imported: SystemExit: 3"),
        ("import scipy", "without scipy"),
    ],
)
def test_what_is_wrong_with_the_whole_file_is_said_once(
    grade_source: Grade, source: str, cause: str
) -> None:
    graded = grade_source(source, "stride")
    text = shown(graded)
    assert text.count(cause) == 1
    assert "cases fail" not in text and "case fails" not in text
    checks = {result.check for result in graded.results}
    assert text.count("(not run)") == len(checks)
    assert graded.verdict in (Verdict.CRASHED, Verdict.FORBIDDEN)


@pytest.mark.parametrize(
    ("source", "cause"),
    [
        ("from numba import cuda\n@cuda.jit\ndef relu(x, out:", "Python cannot read the file"),
        ("import torch", "without torch"),
    ],
)
def test_so_it_is_where_kernels_are_read(grade_source: Grade, source: str, cause: str) -> None:
    text = shown(grade_source(source, "cuda_relu"))
    assert text.count(cause) == 1
    assert "fail" not in text and "Try it" not in text


def test_a_function_that_raises_did_run(grade_source: Grade) -> None:
    text = shown(grade_source("def conv2d(*args, **kwargs): raise KeyError(3)", "stride"))
    assert "cases fail)" in text and "(not run)" not in text


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (0.8, "0.80 × the model solution's speed (0.80 to 0.80; "),
        (0.0571, "0.057 × the model solution's speed (0.057 to 0.057; "),
        (0.002, "0.002 × the model"),
    ],
)
def test_a_small_ratio_keeps_its_digits(ratio: float, words: str) -> None:
    assert words in spell_speed(fast(ratio))


@pytest.mark.parametrize(
    ("gain", "words"),
    [
        (1.0, "with all cores as fast as with one"),
        (1.84, "with all cores 1.8 times as fast as with one"),
        (0.5, "with all cores 0.5 times as fast as with one"),
    ],
)
def test_what_all_cores_gain(gain: float, words: str) -> None:
    assert words in spell_speed(fast(0.5, threads=gain))
