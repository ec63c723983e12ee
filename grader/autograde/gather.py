"""The folder of evidence → the class's marks and its overview."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from grader.autograde.evidence import read_evidence, write_file
from grader.autograde.marks import Mark, marks_of, not_submitted
from grader.autograde.overview import SCHEMA, Overview, view_exercise
from grader.autograde.version import version_of
from grader.errors import GraderError, UsageError
from grader.model import Course, Exercise

EVIDENCE, STUDENTS = "evidence", "students.json"

Marks = dict[str, dict[str, Mark]]  # student → slug → mark
Versions = Mapping[str, str]  # slug → version


def versions_of(root: Path, exercises: Sequence[Exercise], secret: bytes) -> Versions:
    """What evidence must have been judged by to count."""
    return {exercise.slug: version_of(root, exercise, secret) for exercise in exercises}


def gather_marks(
    course: Course, exercises: Sequence[Exercise], home: Path, versions: Versions
) -> Marks:
    """A mark of every known student for every exercise.

    Raises:
        GraderError: if a file of the evidence is damaged.
    """
    marks: Marks = {student: {} for student in known_students(home)}
    for exercise in exercises:
        evidence = read_evidence(home / EVIDENCE, exercise.slug)
        for mark in marks_of(evidence, exercise, course.late, versions[exercise.slug]):
            marks.setdefault(mark.student, {})[exercise.slug] = mark
    for student, of_student in marks.items():
        for exercise in exercises:
            of_student.setdefault(exercise.slug, not_submitted(student, exercise.slug))
    return marks


def gather_overview(
    course: Course, exercises: Sequence[Exercise], home: Path, versions: Versions
) -> Overview:
    """How the class did.

    Raises:
        UsageError: if nothing was graded here.
        GraderError: if a file of the evidence is damaged.
    """
    marks = gather_marks(course, exercises, home, versions)
    if not marks:
        raise UsageError(f"{home}: no evidence in it: `course autograde` writes it")
    views = tuple(
        view_exercise(exercise, read_evidence(home / EVIDENCE, exercise.slug), marks)
        for exercise in exercises
    )
    return Overview(SCHEMA, course.title, len(marks), views)


def known_students(home: Path) -> list[str]:
    """Everybody who was in a class's folder so far, also those who handed in nothing."""
    path = home / EVIDENCE / STUDENTS
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[str])
    except FileNotFoundError:
        return []
    except (OSError, msgspec.MsgspecError) as error:
        raise GraderError(f"{path}: damaged ({error}): delete it and grade again") from None


def remember_students(home: Path, students: Iterable[str]) -> None:
    """Add to those who are known."""
    known = known_students(home)
    names = sorted({*known, *students})
    if names != known:
        write_file(home / EVIDENCE / STUDENTS, msgspec.json.encode(names))
