"""A class, from its folder of submissions to its marks."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import msgspec
from msgspec import Struct

from grader.autograde.evidence import sweep, write_evidence
from grader.autograde.gather import (
    EVIDENCE,
    Marks,
    Versions,
    gather_marks,
    remember_students,
    versions_of,
)
from grader.autograde.hand import Answer
from grader.autograde.late import Times, strangers
from grader.autograde.marks import FINAL
from grader.autograde.plan import Plan, Planner, Task, evidence_of
from grader.autograde.submissions import find_submissions, strays, students_of
from grader.autograde.table import write_table
from grader.checks.check import load_checks
from grader.errors import UsageError
from grader.model import Course, Exercise, Verdict

Progress = Callable[[int], AbstractContextManager[Callable[[], None]]]


class Graders(Protocol):
    """What grades tasks: processes here, or a cluster."""

    def expect(self) -> None:
        """One more task is coming that may be graded beside others."""

    def grade(self, tasks: Iterable[Task], alone: bool) -> Iterator[tuple[Task, Answer]]:
        """Grade all, if `alone` one after the other; answers come as they are ready."""


class Class(Struct, frozen=True):
    """What to grade, and where the evidence goes."""

    root: Path  # of the course
    course: Course
    exercises: Sequence[Exercise]
    submissions: Path
    home: Path  # evidence and marks
    secret: bytes
    times: Times
    again: bool = False  # grade also what is graded already
    on_card: bool = False  # kernels are launched on this machine's GPU, of which there is one


class Outcome(Struct, frozen=True):
    """What one run did."""

    graded: int
    kept: int  # graded before
    unreadable: int
    timeless: int
    forgotten: int  # of these, whose time an earlier run knew
    strangers: tuple[str, ...]  # whom only the table of times names
    strays: tuple[str, ...]
    gone: tuple[str, ...]  # students from before
    evidence: Path
    unused: tuple[str, ...]  # files for no exercise, a line for each student
    faults: tuple[str, ...]  # what could not be judged, one line each
    marks: Marks
    table: Path

    @property
    def complete(self) -> bool:
        """Whether everybody has a mark for everything."""
        return all(m.status in FINAL for marks in self.marks.values() for m in marks.values())


def autograde(
    what: Class, graders: Callable[[], AbstractContextManager[Graders]], progress: Progress
) -> Outcome:
    """Grade what has not been graded yet; write evidence, then the table of marks.

    Args:
        what: the class.
        graders: starts what grades; only called if there is something to do.
        progress: shows how far it is, given how many there are.

    Raises:
        UsageError: if there is nothing to grade, or somebody else is grading it.
        GraderError: if the evidence cannot be written; what was written is kept.
    """
    with _alone(what.home):
        checks = {e.slug: [c.name for c in load_checks(what.root, e.slug)] for e in what.exercises}
        versions = versions_of(what.root, what.exercises, what.secret)
        sweep(what.home / EVIDENCE)
        quiet = {exercise.slug: _needs_quiet(exercise, what) for exercise in what.exercises}
        faults, unused = list[str](), list[str]()
        students = students_of(what.submissions)
        with contextlib.ExitStack() as started:  # with the first task, while others are looked for
            running: list[Graders] = []

            def expect(task: Task) -> None:
                if not running:
                    running.append(started.enter_context(graders()))
                if not quiet[task.slug]:
                    running[0].expect()

            plan = _plan(what, students, versions, unused, expect)
            remember_students(what.home, students)  # not before we know that it is a class
            if running:
                faults = _grade(plan.tasks, quiet, running[0], versions, progress)
        marks = gather_marks(what.course, what.exercises, what.home, versions)
        table = write_table(what.home, what.exercises, checks, marks)
    return Outcome(
        graded=len(plan.tasks),
        kept=plan.kept,
        unreadable=plan.unreadable,
        timeless=plan.timeless,
        forgotten=plan.forgotten,
        strangers=tuple(strangers(what.times, students)),
        strays=tuple(strays(what.submissions, [exercise.slug for exercise in what.exercises])),
        gone=tuple(sorted(marks.keys() - students)),
        evidence=what.home / EVIDENCE,
        unused=tuple(unused),
        faults=tuple(faults),
        marks=marks,
        table=table,
    )


def _grade(
    tasks: Sequence[Task],
    quiet: Mapping[str, bool],
    graders: Graders,
    versions: Versions,
    progress: Progress,
) -> list[str]:
    """Grade all and write the evidence; a line for each that could not be judged."""
    faults: list[str] = []
    with progress(len(tasks)) as advance:
        for alone in (False, True):  # speeds are measured when nothing else runs
            some = [task for task in tasks if quiet[task.slug] is alone]
            for task, answer in graders.grade(some, alone):
                faults += _keep(task, answer, versions[task.slug])
                advance()
    return faults


def _needs_quiet(exercise: Exercise, what: Class) -> bool:
    """Whether speed counts in it, here."""
    return exercise.alone or (what.on_card and "cuda" in exercise.devices)


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One run at a time writes to a folder of evidence."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = (home / ".lock").open("w")
    except OSError as error:
        raise UsageError(f"{home}: cannot be written to: {error.strerror}") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise UsageError(
                f"{home}: another `course autograde` is writing here: wait for it"
            ) from None
        yield


def _plan(
    what: Class,
    students: Iterable[str],
    versions: Versions,
    unused: list[str],
    expect: Callable[[Task], None],
) -> Plan:
    slugs = [exercise.slug for exercise in what.course.exercises]
    exercises = {exercise.slug: exercise for exercise in what.exercises}
    planner = Planner(
        what.home / EVIDENCE, exercises, versions, what.secret, what.times, students, what.again
    )
    found = find_submissions(what.submissions, slugs, list(exercises), unused.append)
    return planner.plan(found, expect)


def _keep(task: Task, answer: Answer, version: str) -> list[str]:
    """Write the evidence; a line if something could not be judged."""
    if answer.refused:
        raise UsageError(
            "this machine offers no sandbox (tier C): submitted code could read and change what "
            "you can. Grade on a Linux machine with Landlock, or, if you trust every submission, "
            "say --allow-unsafe"
        )
    report = answer.report
    if report is not None:
        graded = msgspec.structs.replace(report.exercises[0], path=task.origin)
        report = msgspec.structs.replace(report, exercises=(graded,))
    write_evidence(task.folder, evidence_of(task, version, report, answer.fault))
    results = report.exercises[0].results if report is not None else ()
    messages = [result.message for result in results if result.verdict is Verdict.ERROR]
    first = answer.fault or next(iter(messages), "")
    return [f"{task.student}, {task.slug}: {first}"] if first else []
