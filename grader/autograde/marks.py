"""Evidence → one mark for each student and exercise: the best attempt counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import groupby

import msgspec
from msgspec import Struct

from grader.autograde.evidence import Evidence
from grader.autograde.late import days_late, share_kept
from grader.model import Exercise, Graded, Late, Report, Score
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
    fault: str = ""  # why it is no mark, and what else could not be read
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
    status = _status(item, version)
    mark = Mark(item.student, item.slug, status, None, days_late=days, fault=item.fault)
    mark = msgspec.structs.replace(mark, submitted=item.submitted, origin=item.origin)
    if status is not Status.GRADED or item.report is None:
        return mark
    return _graded(mark, item.report, exercise, share_kept(late, days))


def _status(item: Evidence, version: str) -> Status:
    if not item.readable:
        return Status.UNREADABLE
    if item.version != version:
        return Status.PENDING
    return Status.GRADED if item.report is not None else Status.ERROR


def _graded(mark: Mark, report: Report, exercise: Exercise, kept: float) -> Mark:
    graded = report.exercises[0]
    complete = graded.score.possible >= exercise.points * (1 - 1e-9)
    nothing = graded.score.possible == 0
    earned = graded.score.earned
    diagnoses = (result.diagnosis for result in graded.results if result.diagnosis)
    return msgspec.structs.replace(
        mark,
        status=Status.GRADED if complete else Status.ERROR if nothing else Status.INCOMPLETE,
        points=earned * kept if complete else None,
        lost=earned * (1 - kept),
        seed=report.attempt.seed,
        diagnosis=next(diagnoses, ""),
        fault="" if complete else "some checks could not be judged",
        checks=_checks(graded, exercise.points),
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
    """The most points; but where an attempt that we could not judge might beat it, that one.

    What could not be read stays in its fault.
    """
    graded = [mark for mark in marks if mark.points is not None]
    best = max(graded, key=lambda mark: mark.points or 0.0, default=None)
    open_ones = [m for m in marks if m.status in (Status.INCOMPLETE, Status.ERROR, Status.PENDING)]
    if best is None or (open_ones and (best.points or 0.0) < exercise.points):
        best = next(iter(open_ones), best) or marks[0]
    others = [m for m in marks if m.status is Status.UNREADABLE and m is not best]
    faults = filter(None, [best.fault, *(f"{mark.origin}: {mark.fault}" for mark in others)])
    return msgspec.structs.replace(best, attempts=len(marks), fault="; ".join(faults))


def not_submitted(student: str, slug: str) -> Mark:
    """Nothing was handed in."""
    return Mark(student, slug, Status.NOT_SUBMITTED, 0.0)
