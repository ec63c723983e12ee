"""How much faster than its visible baseline a model solution is: for learners' kits."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

import msgspec

from grader.checks.check import load_checks
from grader.errors import CourseError
from grader.judge import judge
from grader.misconceptions import Misconceptions
from grader.model import Exercise, Result, Verdict
from grader.speed.baseline import SPEEDUPS, Baseline, Speedups, of_file, read_speedups
from grader.worker.launcher import Zygote
from grader.worker.proxy import Submission

SEED = 0


def write_speedups(root: Path, exercise: Exercise) -> dict[str, float]:
    """Measure and write exercises/<slug>/speedups.json; what was measured, empty if nothing is.

    Raises:
        CourseError: as `measure_speedups`.
    """
    folder = root / "exercises" / exercise.slug
    if not (folder / "baseline.py").is_file():
        return {}
    found = measure_speedups(root, exercise)
    content = msgspec.json.encode(Speedups(_hash(root, exercise.slug), found))
    text = msgspec.json.format(content, indent=2).decode() + "\n"
    (folder / SPEEDUPS).write_text(text, encoding="utf-8")
    return found


def are_outdated(root: Path, slug: str) -> bool:
    """Whether an exercise has speed-ups of another solution, or of another baseline.

    Raises:
        CourseError: if they cannot be read.
    """
    found = read_speedups(root / "exercises" / slug / SPEEDUPS)
    return bool(found.times) and found.of != _hash(root, slug)


def _hash(root: Path, slug: str) -> str:
    """Of the two files that are measured."""
    paths = root / "solutions" / slug / f"{slug}.py", root / "exercises" / slug / "baseline.py"
    contents = b"\0".join(path.read_bytes() if path.is_file() else b"" for path in paths)
    return hashlib.sha256(contents).hexdigest()[:16]


def measure_speedups(root: Path, exercise: Exercise) -> dict[str, float]:
    """ "check/case" → CPU time of exercises/<slug>/baseline.py : of the model solution.

    Raises:
        CourseError: if the solution does not pass beside the baseline, or no check measures speed.
    """
    solution = root / "solutions" / exercise.slug / f"{exercise.slug}.py"
    visible = root / "exercises" / exercise.slug / "baseline.py"
    checks = load_checks(root, exercise.slug)
    with contextlib.ExitStack() as stack:
        zygote = stack.enter_context(Zygote(exercise.preload, root))
        submission = stack.enter_context(Submission(solution, zygote, exercise))
        rival = stack.enter_context(of_file(visible, zygote, exercise))
        misconceptions = stack.enter_context(Misconceptions(root, zygote, exercise))
        submission.baseline = Baseline(rival, "baseline.py")
        results = judge(checks, submission, misconceptions, SEED)
    _assert_passed(visible, results)
    return {f"{r.check}/{r.case}": r.speed.ratio for r in results if r.speed is not None}


def _assert_passed(visible: Path, results: tuple[Result, ...]) -> None:
    for result in results:
        if result.verdict is not Verdict.PASSED:
            raise CourseError(f"{visible}: no speed-up: {result.sentence}: {result.message}")
    if not any(result.speed for result in results):
        raise CourseError(f"{visible}: no check of this exercise measures speed")
