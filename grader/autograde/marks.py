"""Evidence → one mark for each student and exercise: the best attempt counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import groupby

import msgspec
from msgspec import Struct

from grader.autograde.evidence import Evidence
from grader.autograde.late import days_late, share_kept
from grader.model import Exercise, Graded, Late, Score
from grader.score import overall, score


class Status(StrEnum):
    """What a mark is worth. Only the first two are marks; the others wait for somebody."""

    GRADED = "graded"
    NOT_SUBMITTED = "not submitted"  # nothing was handed in: 0 points
    UNREADABLE = "unreadable"  # something was, and it could not be read
    INCOMPLETE = "incomplete"  # some of it could not be judged: our fault
    ERROR = "error"  # none of it could be: our fault
    PENDING = "not graded yet"  # or by an older version of the course


FINAL = {Status.GRADED, Status.NOT_SUBMITTED}


class CheckMark(Struct, frozen=True):
    """One check of the attempt that counts."""

    verdict: str
    score: Score  # in points


class Mark(Struct, frozen=True):
    """What one student has for one exercise."""

    student: str
    slug: str
    status: Status
    points: float | None  # after what being late costs; None where there is no mark
    lost: float = 0.0  # what being late cost, in points
    days_late: int = 0
    attempts: int = 0
    submitted: str | None = None
    origin: str = ""
    seed: int | None = None
    diagnosis: str = ""
    fault: str = ""
    checks: dict[str, CheckMark] = {}


def marks_of(
    evidence: Iterable[Evidence], exercise: Exercise, late: Late | None, version: str
) -> Iterator[Mark]:
    """One mark for each student of whom there is evidence.

    Args:
        evidence: of this exercise, student by student.
        exercise: which one.
        late: the course's rule.
        version: the one that evidence must have to count.
    """
    for _, group in groupby(evidence, key=lambda item: item.student):
        marks = [_mark(item, exercise, late, version) for item in group]
        yield _best(marks, exercise)


def _mark(item: Evidence, exercise: Exercise, late: Late | None, version: str) -> Mark:
    days = days_late(exercise, late, item.submitted)
    about = {"submitted": item.submitted, "origin": item.origin, "days_late": days}
    if not item.readable:
        status = Status.UNREADABLE
    elif item.version != version:
        status = Status.PENDING
    elif item.report is None:
        status = Status.ERROR
    else:
        return _graded(item, item.report.exercises[0], exercise, share_kept(late, days), about)
    return Mark(item.student, item.slug, status, None, fault=item.fault, **about)


def _graded(
    item: Evidence, graded: Graded, exercise: Exercise, kept: float, about: dict[str, object]
) -> Mark:
    complete = graded.score.possible >= exercise.points * (1 - 1e-9)
    nothing = graded.score.possible == 0
    status = Status.GRADED if complete else Status.ERROR if nothing else Status.INCOMPLETE
    earned = graded.score.earned
    diagnoses = (result.diagnosis for result in graded.results if result.diagnosis)
    return Mark(
        item.student,
        item.slug,
        status,
        earned * kept if complete else None,
        lost=earned * (1 - kept),
        seed=item.report.attempt.seed if item.report else None,
        diagnosis=next(diagnoses, ""),
        fault="" if complete else "some checks could not be judged",
        checks=_checks(graded, exercise.points),
        **about,
    )


def _checks(graded: Graded, points: float) -> dict[str, CheckMark]:
    groups = {
        name: list(group) for name, group in groupby(graded.results, key=lambda item: item.check)
    }
    total = sum(group[0].weight for group in groups.values())
    return {
        name: CheckMark(overall(group).value, score(points * group[0].weight / total, group))
        for name, group in groups.items()
    }


def _best(marks: list[Mark], exercise: Exercise) -> Mark:
    """The most points; but where an attempt that we could not judge might beat it, that one."""
    graded = [mark for mark in marks if mark.points is not None]
    best = max(graded, key=lambda mark: mark.points or 0.0, default=None)
    open_ones = [m for m in marks if m.status in (Status.INCOMPLETE, Status.ERROR, Status.PENDING)]
    if best is None or (open_ones and (best.points or 0.0) < exercise.points):
        best = next(iter(open_ones), best) or marks[0]
    return msgspec.structs.replace(best, attempts=len(marks))


def not_submitted(student: str, slug: str) -> Mark:
    """Nothing was handed in."""
    return Mark(student, slug, Status.NOT_SUBMITTED, 0.0)
