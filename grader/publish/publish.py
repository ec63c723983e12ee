"""Build every artefact that was asked for, look for leaks, then write them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from grader.autograde.secret import NAME as SECRET_NAME
from grader.errors import CourseError
from grader.grading import Grader
from grader.model import Course
from grader.publish.artefact import Artefact, write_file, write_folder, zipped
from grader.publish.kit import student_kit
from grader.publish.leaks import find_leaks, fingerprints_of
from grader.publish.nbgrader.source import nbgrader_course


class Targets(Struct, frozen=True):
    """Where to write what; None: not asked for."""

    folder: Path | None = None
    zip: Path | None = None
    nbgrader: Path | None = None
    language: str = "en"  # of the notebooks for nbgrader


def publish(
    root: Path,
    course: Course,
    targets: Targets,
    verified: str,
    progress: Callable[[], None] = lambda: None,
) -> list[str]:
    """Publish a course.

    Args:
        root: the folder of course.yml.
        course: the course.
        targets: where to write what.
        verified: what is known about the course, for the artefact's log.
        progress: called after each artefact.

    Returns:
        One line for each thing written.

    Raises:
        CourseError: if something cannot be published, or would give an answer away.
        UsageError: if a target cannot be written.
    """
    with Grader(root, course) as grader:
        kit = student_kit(grader, _log(course, verified))
    refuse_leaks(root, kit)
    log = {"PUBLISHED.txt": kit["PUBLISHED.txt"]}
    books = nbgrader_course(root, course, targets.language) | log if targets.nbgrader else {}
    progress()
    told = []
    if targets.folder:
        write_folder(targets.folder, kit)
        told.append(f"{targets.folder}: the student kit, {len(kit)} files")
    if targets.zip:
        write_file(targets.zip, zipped(kit))
        told.append(f"{targets.zip}: the student kit as a zip")
    if targets.nbgrader:
        write_folder(targets.nbgrader, books)
        told.append(
            f"{targets.nbgrader}: a course for nbgrader, with solutions: keep it to yourself; "
            "`nbgrader generate_assignment EXERCISE` in it takes them out"
        )
    return told


def refuse_leaks(root: Path, artefact: Artefact) -> None:
    """Make sure that what students get holds no answers.

    Raises:
        CourseError: with every place.
    """
    secret = root / "solutions" / SECRET_NAME
    secrets = [secret.read_text(encoding="utf-8").strip()] if secret.is_file() else []
    leaks = find_leaks(artefact, fingerprints_of(root, secrets))
    if leaks:
        places = "\n".join(f"  {leak}" for leak in leaks)
        raise CourseError(f"not published, because it would give answers away:\n{places}")


def _log(course: Course, verified: str) -> str:
    """No date and no machine: the same course gives the same bytes."""
    exercises = ", ".join(exercise.slug for exercise in course.exercises)
    return f"{course.title}\nexercises: {exercises}\nverification: {verified}\n"
