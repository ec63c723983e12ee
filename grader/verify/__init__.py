"""What must hold before a course is published. A check that found nothing to check fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from grader.grading import Grader
from grader.model import Course, Exercise
from grader.verify.files import verify_entries, verify_exercise_files
from grader.verify.outcome import Outcome
from grader.verify.samples import verify_samples
from grader.verify.verdicts import submissions_of, verify_verdicts

FIRST_SEED = 1000

__all__ = ["Outcome", "count_steps", "submissions_of", "verify_course"]


def count_steps(root: Path, exercises: Sequence[Exercise]) -> int:
    """How often `verify_course` will report progress: files, solution, starter, submissions."""
    return sum(len(submissions_of(root, e.slug)) + 3 for e in exercises)


def verify_course(
    root: Path,
    course: Course,
    exercises: Sequence[Exercise],
    seeds: int,
    progress: Callable[[], None] = lambda: None,
) -> Outcome:
    """Check every promise of the given exercises, and of the course as a whole.

    Args:
        root: the folder of course.yml.
        course: the course.
        exercises: those of its exercises to look at.
        seeds: how many different seeds to grade every submission with.
        progress: called after each step, see `count_steps`.
    """
    outcome = Outcome()
    verify_entries(root, course, outcome)
    with Grader(root, course) as grader:
        for exercise in exercises:
            if verify_exercise_files(root, exercise.slug, outcome):
                verify_samples(root, exercise.slug, outcome)
                progress()
                seeds_used = range(FIRST_SEED, FIRST_SEED + seeds)
                verify_verdicts(grader, exercise, seeds_used, outcome, progress)
    return outcome
