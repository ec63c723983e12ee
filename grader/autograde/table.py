"""Marks → a CSV: a row for each student, a column for each check, and always a status.

A cell that should hold points and is empty means: there is no mark yet; the status says why.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.autograde.evidence import write_file
from grader.autograde.marks import FINAL, Mark
from grader.model import Exercise

MARKS = "marks.csv"
FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def write_table(
    folder: Path,
    exercises: Sequence[Exercise],
    checks: Mapping[str, Sequence[str]],
    marks: Mapping[str, Mapping[str, Mark]],
) -> Path:
    """Write marks.csv, whole or not at all.

    Args:
        folder: where to.
        exercises: in the order of their columns.
        checks: slug → the names of its checks.
        marks: student → slug → mark, one for every exercise.

    Raises:
        GraderError: if it cannot be written.
    """
    text = io.StringIO(newline="")
    # Quoted, so that a ; in a name begins no cell where spreadsheets separate by that.
    rows = csv.writer(text, quoting=csv.QUOTE_ALL)
    rows.writerow(["student", "status", "total", *_head(exercises, checks)])
    for student in sorted(marks):
        of_student = [marks[student][exercise.slug] for exercise in exercises]
        cells = [student, _status(of_student), _total(of_student)]
        for mark in of_student:
            cells += _cells(mark, checks[mark.slug])
        rows.writerow([_harmless(cell) for cell in cells])
    path = folder / MARKS
    write_file(path, text.getvalue().encode("utf-8-sig"))  # so that Excel reads 김민수 rightly
    return path


def _head(exercises: Sequence[Exercise], checks: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for exercise in exercises:
        slug = exercise.slug
        about = ("status", "days late", "lost", "attempts", "submitted", "fault")
        yield from (slug, *(f"{slug} {word}" for word in about))
        yield from (f"{slug}: {name}" for name in checks[slug])


def _cells(mark: Mark, checks: Sequence[str]) -> list[str]:
    return [
        _number(mark.points),
        mark.status.value,
        str(mark.days_late),
        _number(mark.lost),
        str(mark.attempts),
        mark.submitted or "",
        mark.fault,
        *(mark.checks[name].verdict if name in mark.checks else "" for name in checks),
    ]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")


def _total(marks: Sequence[Mark]) -> str:
    points = [mark.points for mark in marks if mark.points is not None]
    return _number(sum(points)) if len(points) == len(marks) else ""


def _status(marks: Sequence[Mark]) -> str:
    """The first exercise without a mark, and why; else that all have one."""
    waiting = next((mark for mark in marks if mark.status not in FINAL), None)
    return f"{waiting.slug} {waiting.status.value}" if waiting else "complete"


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULAS) else cell
