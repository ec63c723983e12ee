"""Marks for systems that hand us one submission at a time: nbgrader, Gradescope, Classroom."""

from __future__ import annotations

import hashlib
import io
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import msgspec
from rich.console import Console

from grader.autograde.secret import NAME, read_secret, seed_of
from grader.checks.check import forget_solutions
from grader.course import load_course
from grader.errors import UsageError
from grader.grading import Grader
from grader.model import Course, Exercise, Graded, Report
from grader.report.terminal import print_report

COLUMNS = 100


class Marker:
    """Grades sources with the hidden numbers that each student's content has.

    Args:
        root: the folder of course.yml, with solutions.

    Raises:
        CourseError: if there is no course.
    """

    def __init__(self, root: Path) -> None:
        forget_solutions()
        self.course: Course = load_course(root / "course.yml")
        self._secret = read_secret(root / "solutions" / NAME)
        self._grader = Grader(root, self.course)

    def exercise(self, slug: str) -> Exercise:
        """The entry of this slug.

        Raises:
            UsageError: if there is none.
        """
        for exercise in self.course.exercises:
            if exercise.slug == slug:
                return exercise
        raise UsageError(f"course.yml has no exercise {slug!r}")

    def mark(self, sources: Mapping[str, bytes | None], student: str) -> Report:
        """Grade some exercises of one student.

        Args:
            sources: slug → content of the file; None: not handed in.
            student: their name; the hidden numbers follow from it, and from the content.
        """
        started, graded, seed = time.time(), [], 0
        for slug, source in sources.items():
            content = hashlib.sha256(source or b"").hexdigest()
            seed = seed_of(self._secret, student, slug, content)
            graded.append(self._grade(self.exercise(slug), source, seed))
        return self._grader.report(graded, seed, started)

    def _grade(self, exercise: Exercise, source: bytes | None, seed: int) -> Graded:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"{exercise.slug}.py")
            if source is not None:
                path.write_bytes(source)
            graded = self._grader.grade(exercise, path, seed)
        # Where the file lay for a moment is no news to anybody.
        results = tuple(
            msgspec.structs.replace(result, message=result.message.replace(f"{folder}/", ""))
            for result in graded.results
        )
        return msgspec.structs.replace(graded, path=path.name, results=results)

    def isolation(self) -> str:
        """The tier that submissions will run in, in words."""
        self._grader.prepare(self.course.exercises[0])
        return self._grader.isolation

    def close(self) -> None:
        """Stop every process that was started."""
        self._grader.close()


def told(report: Report) -> str:
    """The report as plain text, as `grade` prints it."""
    text = io.StringIO()
    console = Console(file=text, width=COLUMNS, highlight=False, color_system=None)
    print_report(console, report, hint=False, complete=False, again=False)
    return text.getvalue()
