"""Code that is far too slow for any mark, and what it does to look faster: nothing helps."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.course import load_course
from grader.grading import Grader
from grader.model import Graded
from tests.support import ROOT

TIMING = ROOT / "tests/courses/timing"
ATTACKS = sorted((ROOT / "tests/attacks/timing").glob("*.py"))
SEED = 7


@pytest.fixture(scope="module")
def timing() -> Iterator[Grader]:
    with Grader(TIMING, load_course(TIMING / "course.yml")) as grader:
        yield grader


def expected(path: Path) -> set[str]:
    words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return set(words.partition("Expect: ")[2].split(" | "))


def graded(grader: Grader, path: Path) -> Graded:
    return grader.grade(grader.course.exercises[0], path, SEED)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda path: path.stem)
def test_no_trick_makes_slow_code_fast(timing: Grader, attack: Path) -> None:
    found = graded(timing, attack)
    speed = [result for result in found.results if result.check == "fast"]
    assert found.verdict in expected(attack), [r.message for r in found.results]
    assert [result.credit for result in speed] == [float(found.verdict == "passed")]


def test_the_model_solution_passes(timing: Grader) -> None:
    found = graded(timing, TIMING / "solutions/blur/blur.py")
    assert found.verdict == "passed", [r.message for r in found.results]
    assert found.score.earned == found.score.possible == 100


def test_there_are_attacks_on_the_clock() -> None:
    assert len(ATTACKS) >= 25
