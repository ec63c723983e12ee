"""Implementations in other people's styles are judged by what they compute, not by how."""

from pathlib import Path

import pytest

from grader.grading import Grader
from grader.model import Exercise, Verdict
from tests.support import ROOT

STYLES = sorted((ROOT / "tests" / "styles").glob("*/*/*.py"))
SEEDS = (1, 2, 3)


def test_there_are_styles() -> None:
    assert len(STYLES) >= 60


@pytest.mark.parametrize("path", STYLES, ids=lambda p: str(p.relative_to(ROOT / "tests/styles")))
def test_style(grader: Grader, exercises: dict[str, Exercise], path: Path) -> None:
    exercise = exercises[path.parent.parent.name]
    with grader.attempts(exercise, path) as attempts:
        for seed in SEEDS:
            slow = path.parent.name == Verdict.SLOW
            graded = attempts.grade(seed, timed=slow or seed == SEEDS[0])
            faults = [r for r in graded.results if r.verdict is not Verdict.PASSED]
            assert graded.verdict == path.parent.name, faults[:1]
