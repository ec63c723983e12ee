"""What the words after a command name: exercises, and the files of a submission."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.model import Course, Exercise


def chosen(course: Course, slugs: tuple[str, ...]) -> list[Exercise]:
    """The exercises asked for by name or number, in the order of the course."""
    import difflib

    from grader.errors import UsageError

    known = [exercise.slug for exercise in course.exercises]
    by_number = {str(number): slug for number, slug in enumerate(known, start=1)}
    named = {by_number.get(word, word) for word in slugs}
    for slug in slugs:
        if by_number.get(slug, slug) not in known:
            close = difflib.get_close_matches(slug, known, n=1)
            tip = f"did you mean {close[0]}?" if close else f"there are: {', '.join(known)}"
            if slug.isdecimal():
                tip = f"they are numbered from 1 to {len(known)}"
            raise UsageError(f"there is no exercise {slug!r}: {tip}")
    return [exercise for exercise in course.exercises if not named or exercise.slug in named]


def submitted_paths(submission: Path, exercises: list[Exercise]) -> list[Path]:
    """Where each exercise's file should be; missing files are the judge's business."""
    from grader.errors import UsageError

    if not submission.exists():
        raise UsageError(f"{submission}: there is no such file or folder")
    if submission.is_dir():
        nested = [submission / exercise.slug / f"{exercise.slug}.py" for exercise in exercises]
        flat = [submission / f"{exercise.slug}.py" for exercise in exercises]
        if any(path.exists() for path in nested):
            return nested
        if any(path.exists() for path in flat):
            return flat
        first = f"{exercises[0].slug}.py"
        raise UsageError(
            f"{submission}: no submission in it: neither {exercises[0].slug}/{first} nor {first}, "
            "nor any other exercise"
        )
    if len(exercises) != 1:
        raise UsageError(
            f"{submission} is one file: say which exercise it is for, "
            f"for example `grade {exercises[0].slug} --submission {submission}`"
        )
    return [submission]
