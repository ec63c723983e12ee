"""Build every artefact that was asked for, look for leaks, then write them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from grader.autograde.secret import NAME as SECRET_NAME
from grader.checks.check import load_checks
from grader.errors import CourseError, UsageError
from grader.grading import Grader
from grader.model import Course
from grader.publish.artefact import Artefact, refuse_full, write_file, write_folder, zipped
from grader.publish.faithful import compared
from grader.publish.gradescope.upload import PROGRAMS, gradescope_upload
from grader.publish.kit import TEMPLATES, practice_kit, visible_kit
from grader.publish.leaks import Fingerprints, find_leaks, fingerprints_of
from grader.publish.nbgrader.source import nbgrader_course
from grader.verify.verdicts import submissions_of

LOG = "PUBLISHED.txt"
UNVERIFIED = "none (--unverified)"
WORKFLOW = ".github/workflows/classroom.yml"
NBGRADER_WORDS = (
    "a course for nbgrader, with solutions: keep it to yourself; "
    "`nbgrader generate_assignment EXERCISE` in it takes them out"
)
GRADESCOPE_WORDS = (
    "an autograder for Gradescope, with solutions and the secret: "
    "upload it there, and give it to nobody else"
)


class Targets(Struct, frozen=True):
    """Where to write what; None: not asked for."""

    folder: Path | None = None
    zip: Path | None = None
    nbgrader: Path | None = None
    gradescope: Path | None = None
    classroom: Path | None = None
    language: str = "en"  # of the notebooks for nbgrader

    @property
    def has_kit(self) -> bool:
        """Whether students get practice cases."""
        return any((self.folder, self.zip, self.classroom))

    def refuse_full(self) -> None:
        """Better before the course is verified than after it.

        Raises:
            UsageError: if a folder to write is there and not empty, or a file is there.
        """
        for file in (self.zip, self.gradescope):
            if file is not None and file.exists():
                raise UsageError(f"{file}: is there already: name a new file, or remove it")
        for folder in (self.folder, self.nbgrader, self.classroom):
            if folder is not None:
                refuse_full(folder)


class Piece(Struct, frozen=True):
    """One thing to write."""

    target: Path
    files: Artefact
    words: str
    packed: bool = False


def publish(
    root: Path,
    course: Course,
    targets: Targets,
    verified: str | None,
    progress: Callable[[], None] = lambda: None,
) -> list[str]:
    """Publish a course.

    Args:
        root: the folder of course.yml.
        course: the course, or some exercises of it: then nothing else is published.
        targets: where to write what.
        verified: what a verification found, for the artefact's log; None: there was none, and
            practice is not compared with the course's checks either.
        progress: called after each step, see `count_steps`.

    Returns:
        One line for each thing written.

    Raises:
        CourseError: if something cannot be published, or would give an answer away.
        UsageError: if a target cannot be written.
    """
    fingerprints = _fingerprints(root)
    kit, notes = visible_kit(root, course), ""
    refuse_leaks(kit, fingerprints)  # at once, before what takes long
    if targets.has_kit:
        with Grader(root, course) as grader:
            practice, notes = practice_kit(grader, compared if verified else None, progress)
        refuse_leaks(practice, fingerprints)
        kit |= practice
    kit[LOG] = (_log(course, verified or UNVERIFIED) + notes).encode()
    pieces = list(_pieces(root, course, targets, kit))
    for piece in pieces:
        if piece.packed:
            write_file(piece.target, zipped(piece.files, PROGRAMS))
        else:
            write_folder(piece.target, piece.files)
    return [f"{piece.target}: {piece.words}" for piece in pieces] + notes.splitlines()


def count_steps(root: Path, course: Course, targets: Targets, compares: bool) -> int:
    """How often `publish` will report progress: checks to record, submissions to compare.

    Nothing else takes long.

    Raises:
        CourseError: if checks cannot be loaded.
    """
    slugs = [exercise.slug for exercise in course.exercises] if targets.has_kit else []
    checks = sum(len(load_checks(root, slug)) for slug in slugs)
    return checks + sum(len(submissions_of(root, slug)) for slug in slugs if compares)


def _pieces(root: Path, course: Course, targets: Targets, kit: Artefact) -> Iterator[Piece]:
    """Everything that was asked for, built."""
    log = {LOG: kit[LOG]}
    if targets.folder:
        yield Piece(targets.folder, kit, f"the student kit, {len(kit)} files")
    if targets.zip:
        yield Piece(targets.zip, kit, "the student kit as a zip", packed=True)
    if targets.nbgrader:
        files = nbgrader_course(root, course, targets.language) | log
        yield Piece(targets.nbgrader, files, NBGRADER_WORDS)
    if targets.gradescope:
        files = gradescope_upload(root, course.exercises) | log
        yield Piece(targets.gradescope, files, GRADESCOPE_WORDS, packed=True)
    if targets.classroom:
        files = {**kit, WORKFLOW: workflow()}
        yield Piece(targets.classroom, files, "a template repository for GitHub Classroom")


def workflow() -> bytes:
    """What GitHub runs for every push to a student's copy of the kit."""
    return (TEMPLATES / "classroom" / "classroom.yml").read_bytes()


def _fingerprints(root: Path) -> Fingerprints:
    """Of everything that nobody may see, the secret included."""
    secret = root / "solutions" / SECRET_NAME
    secrets = [secret.read_text(encoding="utf-8").strip()] if secret.is_file() else []
    return fingerprints_of(root, secrets)


def refuse_leaks(artefact: Artefact, fingerprints: Fingerprints) -> None:
    """Make sure that what students get holds no answers.

    Raises:
        CourseError: with every place.
    """
    leaks = find_leaks(artefact, fingerprints)
    if leaks:
        places = "\n".join(f"  {leak}" for leak in leaks)
        raise CourseError(f"not published, because it would give answers away:\n{places}")


def _log(course: Course, verified: str) -> str:
    """No date and no machine: the same course gives the same bytes."""
    exercises = ", ".join(exercise.slug for exercise in course.exercises)
    return f"{course.title}\nexercises: {exercises}\nverification: {verified}\n"
