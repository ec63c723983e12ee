"""What a run did, in a few lines: what the instructor should know before using the marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from grader.autograde.batch import Outcome
from grader.autograde.evidence import folder_name
from grader.autograde.gather import STUDENTS
from grader.autograde.marks import FINAL
from grader.autograde.table import MARKS

SHOWN = 10  # of a kind
IN_TABLE = f" in {MARKS}, column fault"


def summarise(outcome: Outcome) -> Iterator[str]:
    """Lines, the most important last."""
    yield (
        f"{outcome.graded} graded, {outcome.kept} kept from before, "
        f"{outcome.unreadable} could not be read"
    )
    if outcome.timeless:
        yield f"{outcome.timeless} with no known time of submission: they count as in time"
    if outcome.forgotten:
        yield f"  {outcome.forgotten} of them had one in the run before, which no longer counts"
    yield from _some(
        f"{len(outcome.strangers)} named by --submitted and not in SUBMISSIONS: their times count "
        "for nobody",
        outcome.strangers,
    )
    yield from _some("belongs to no student:", outcome.strays)
    yield from _gone(outcome)
    yield from _some("not used, since no exercise is called so:", outcome.unused)
    yield from _some("could not be judged, which is not their fault:", outcome.faults)
    lines = list(_with_fault(outcome, final=True))
    yield from _some("could not be read, but another attempt counts:", lines, IN_TABLE)
    yield from _some("no mark yet:", list(_with_fault(outcome, final=False)), IN_TABLE)
    counts = Counter(
        mark.status.value for marks in outcome.marks.values() for mark in marks.values()
    )
    total = ", ".join(f"{count} {status}" for status, count in counts.most_common())
    yield f"{len(outcome.marks)} students: {total}"
    yield f"marks: {outcome.table}"


def _gone(outcome: Outcome) -> Iterator[str]:
    """Students from before, and exactly what to delete for them to be forgotten."""
    yield from _some(
        f"{len(outcome.gone)} from before and no longer in SUBMISSIONS: their marks are kept",
        outcome.gone,
    )
    if outcome.gone:
        yield "to drop them, delete these and run the same command again:"
        yield f"  {outcome.evidence / STUDENTS}"
        for folder in map(folder_name, outcome.gone[:SHOWN]):
            if any(outcome.evidence.glob(f"*/{folder}")):
                yield f"  {outcome.evidence / '*' / folder}"


def _with_fault(outcome: Outcome, final: bool) -> Iterator[str]:
    """A line for each student and reason, with the exercises that it holds for.

    Args:
        outcome: of the run.
        final: those that have a mark all the same; else those that have none.
    """
    for student, of_student in outcome.marks.items():
        reasons: dict[tuple[str, str], list[str]] = {}
        for mark in of_student.values():
            if (mark.status in FINAL) is final and (mark.fault or not final):
                reasons.setdefault((mark.status.value, mark.fault), []).append(mark.slug)
        for (status, fault), slugs in reasons.items():
            said = ": ".join(filter(None, ("" if final else status, fault)))
            yield f"{student} ({', '.join(slugs)}): {said}"


def _some(title: str, lines: tuple[str, ...] | list[str], rest: str = "") -> Iterator[str]:
    if lines:
        yield title
        yield from (f"  {line}" for line in lines[:SHOWN])
        if len(lines) > SHOWN:
            yield f"  … and {len(lines) - SHOWN} more{rest}"
