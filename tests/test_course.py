"""The promises, for every exercise of the course. Never edited when an exercise is added."""

import pytest

from grader.course import load_course
from grader.model import Course, Exercise
from grader.verify import submissions_of, verify_course
from tests.support import ROOT

COURSE = load_course(ROOT / "course.yml")
SEEDS = 2  # `course verify` takes five


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda exercise: exercise.slug)
def test_every_promise_holds(course: Course, exercise: Exercise) -> None:
    outcome = verify_course(ROOT, course, [exercise], SEEDS)
    assert outcome.problems == []
    assert outcome.held > SEEDS * len(submissions_of(ROOT, exercise.slug))


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda exercise: exercise.slug)
def test_at_least_ten_wrong_submissions(exercise: Exercise) -> None:
    wrong = [p for p in submissions_of(ROOT, exercise.slug) if p.parent.name == "wrong"]
    assert len(wrong) >= 10
