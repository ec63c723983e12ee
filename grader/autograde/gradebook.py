"""Marks → nbgrader's gradebook, written by this process alone, all of them or none.

An exercise is an assignment of the same name, and its points lie in the one graded cell that
`course publish` puts into its notebook. What a human grader wrote by hand is not touched.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.autograde.gather import Marks
from grader.autograde.marks import Mark, Status
from grader.errors import GraderError, UsageError
from grader.model import Exercise

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 1.0
SQLITE = b"SQLite format 3\0"  # how its files begin
BUSY = ("locked", "could not obtain lock", "deadlock")  # SQLite, PostgreSQL


def write_gradebook(
    place: str,
    exercises: Sequence[Exercise],
    marks: Marks,
    tell: Callable[[str], None],
    patience: float = PATIENCE_SECONDS,
) -> int:
    """Write every mark into the gradebook; how many there were.

    Where somebody has no mark yet, nothing is written, and what was there stays.

    Args:
        place: a URL of a database, or a file, which is made if it is not there.
        exercises: those to write.
        marks: student → slug → mark.
        tell: says that we made it, or wait for whoever has locked it.
        patience: in seconds, how long we do.

    Raises:
        UsageError: if nbgrader is not installed, or the gradebook is none, or does not fit.
        GraderError: if it stays locked; nothing was written, and nothing is lost.
    """
    try:
        from nbgrader.api import Gradebook
    except ImportError:
        raise UsageError(
            "--gradebook needs nbgrader: python -m pip install -e '.[nbgrader]'"
        ) from None
    url = place if "://" in place else f"sqlite:///{Path(place).absolute()}"
    new = _is_new(place)
    deadline, told = time.monotonic() + patience, False
    while True:
        try:
            with _at_home(), Gradebook(url, course_id="") as gradebook:
                written = _write(gradebook, exercises, marks)
            if new:
                tell(f"new gradebook: {place}")
            return written
        except UsageError:
            raise
        except Exception as error:  # nbgrader hands on whatever the database raises
            if not any(word in str(error) for word in BUSY):
                raise UsageError(f"--gradebook {place}: {_first_line(error)}") from None
        if time.monotonic() >= deadline:
            raise GraderError(
                f"{place} is locked by another program (formgrader, nbgrader?) for {patience:g} s "
                "already. The marks are kept; close it and run the same command again"
            )
        if not told:
            tell(f"waiting for {place}: another program has locked it")
            told = True
        time.sleep(PAUSE_SECONDS)


def _is_new(place: str) -> bool:
    """Whether it is a file that is yet to be made; SQLite takes over short files of other kinds."""
    name = place.removeprefix("sqlite:///").partition("?")[0]
    if "://" in name or Path(name).is_dir():
        return False
    try:
        with Path(name).open("rb") as file:
            begins = file.read(len(SQLITE))
    except FileNotFoundError:
        return True
    except OSError as error:
        raise UsageError(f"--gradebook {place}: cannot be read: {error.strerror}") from None
    if begins not in (b"", SQLITE):  # where making one was cut short there is an empty file
        raise UsageError(
            f"--gradebook {place}: this is no gradebook: the file is no SQLite database"
        )
    return not begins


def _write(gradebook: Gradebook, exercises: Sequence[Exercise], marks: Marks) -> int:
    handed_in = [
        (exercise, mark)
        for exercise in exercises
        for mark in (of_student[exercise.slug] for of_student in marks.values())
        if mark.status is Status.GRADED
    ]
    _make_room(gradebook, exercises, {mark.student for _, mark in handed_in})
    for exercise in exercises:
        cell = _cell(gradebook, exercise)
        for of_exercise, mark in handed_in:
            if of_exercise is exercise:
                _put(gradebook, cell, mark)
    gradebook.db.commit()
    return len(handed_in)


def _make_room(
    gradebook: Gradebook, exercises: Iterable[Exercise], students: Iterable[str]
) -> None:
    """Assignments and students that the gradebook does not know yet."""
    known = {assignment.name for assignment in gradebook.assignments}
    for exercise in exercises:
        if exercise.slug not in known:
            slug = exercise.slug
            gradebook.add_assignment(slug)
            gradebook.add_notebook(slug, slug)
            points = {"max_score": exercise.points, "cell_type": "code"}
            gradebook.add_grade_cell(slug, slug, slug, **points)
    there = {student.id for student in gradebook.students}
    for student in sorted(set(students) - there):
        gradebook.add_student(student)


def _cell(gradebook: Gradebook, exercise: Exercise) -> Any:
    """The one cell that holds the points of an exercise."""
    slug = exercise.slug
    notebooks = gradebook.find_assignment(slug).notebooks
    cells = [cell for notebook in notebooks for cell in notebook.grade_cells]
    if [(cell.name, cell.max_score) for cell in cells] != [(slug, exercise.points)]:
        there = ", ".join(f"{cell.name} ({cell.max_score:g})" for cell in cells) or "none"
        raise UsageError(
            f"the gradebook's assignment {slug} should have one graded cell, {slug} "
            f"({exercise.points:g} points); it has: {there}. Generate it from what "
            "`course publish --nbgrader` writes, or use another gradebook"
        )
    return cells[0]


def _put(gradebook: Gradebook, cell: Any, mark: Mark) -> None:
    from nbgrader.api import MissingEntry

    try:
        submission = gradebook.find_submission(mark.slug, mark.student)
    except MissingEntry:
        submission = gradebook.add_submission(mark.slug, mark.student)
    if mark.submitted is not None:
        submission.timestamp = datetime.fromisoformat(mark.submitted).replace(tzinfo=None)
    notebook = next(n for n in submission.notebooks if n.notebook_id == cell.notebook_id)
    notebook.late_submission_penalty = mark.lost
    grade = next(grade for grade in notebook.grades if grade.cell_id == cell.id)
    grade.auto_score = (mark.points or 0.0) + mark.lost  # nbgrader takes the penalty off itself
    grade.needs_manual_grade = False


@contextlib.contextmanager
def _at_home() -> Iterator[None]:
    """With the programs that nbgrader calls, and without what it says of itself on the way."""
    log = logging.getLogger("tornado.application")
    disabled, path = log.disabled, os.environ.get("PATH", "")
    log.disabled = True
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{path}"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.disabled, os.environ["PATH"] = disabled, path


def _first_line(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).strip().splitlines()[0]}"
