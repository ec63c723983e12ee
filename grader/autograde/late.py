"""When something was handed in, and what being late costs."""

from __future__ import annotations

import csv
import difflib
import math
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from grader.errors import UsageError
from grader.model import Exercise, Late

STAMP = re.compile(r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?) ?(\S*)")
DAY = 24 * 60 * 60

# (student, slug or "" for all) → ISO 8601, UTC; the names as `composed` spells them.
Times = Mapping[tuple[str, str], str]


def parse_time(text: str) -> str | None:
    """ISO 8601, or nbgrader's time stamp, → ISO 8601 in UTC to the second; None if it is neither.

    The zone is an offset or a name (UTC, Asia/Seoul); without one it is UTC, as in nbgrader.
    """
    match = STAMP.fullmatch(text.strip())
    if match is None:
        return None
    moment, zone = match.groups()
    try:
        if zone in ("", "Z") or re.fullmatch(r"[+-]\d\d:?\d\d", zone):
            parsed = datetime.fromisoformat(f"{moment}{zone or '+00:00'}")
        else:
            parsed = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone))
        return parsed.astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, LookupError, OverflowError, OSError):
        return None


def read_times(path: Path, slugs: Collection[str]) -> Times:
    """A CSV with the columns student, submitted and, where it matters, exercise.

    Args:
        path: of it.
        slugs: all exercises of the course.

    Raises:
        UsageError: with file and line, if it cannot be read, a time is no time or has no zone, or
            there is no such exercise.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            _demand_columns(f"{path}:1", rows.fieldnames or ())
            return dict(_read_row(f"{path}:{rows.line_num}", row, slugs) for row in rows)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from None


def _demand_columns(where: str, columns: Collection[str]) -> None:
    if not {"student", "submitted"} <= set(columns):
        raise UsageError(f"{where}: the columns must be student, submitted[, exercise]")
    for column in {*columns} - {"exercise"}:
        if did_you_mean(column, ["exercise"]):  # else its times would count for every exercise
            raise UsageError(f"{where}: there is no column {column!r}: did you mean exercise?")


def _read_row(
    where: str, row: Mapping[str, str | None], slugs: Collection[str]
) -> tuple[tuple[str, str], str]:
    text, slug = row["submitted"] or "", row.get("exercise") or ""
    time = parse_time(text)
    if time is None or not _has_zone(text):
        wrong = "is no time" if time is None else "has no time zone"
        raise UsageError(
            f"{where}: `submitted`: {text!r} {wrong}; write it like 2026-03-20T23:59:00+09:00"
        )
    if slug and slug not in slugs:
        tip = did_you_mean(slug, slugs) or f"there are: {', '.join(slugs)}"
        raise UsageError(f"{where}: there is no exercise {slug!r}: {tip}")
    return (composed(row["student"] or ""), slug), time


def _has_zone(text: str) -> bool:
    match = STAMP.fullmatch(text.strip())
    return bool(match and match[2])


def time_of(times: Times, student: str, slug: str, stamp: str) -> str | None:
    """When an attempt was handed in: what the instructor's table says, else the time stamp."""
    name = composed(student)
    return times.get((name, slug)) or times.get((name, "")) or parse_time(stamp)


def strangers(times: Times, students: Iterable[str]) -> list[str]:
    """Whom the instructor's table names and the class does not have, with whom may be meant."""
    named, there = {student for student, _ in times}, {composed(name) for name in students}
    tips = {name: did_you_mean(name, there - named) for name in sorted(named - there)}
    return [f"{name!r}: {tip}" if tip else repr(name) for name, tip in tips.items()]


def composed(name: str) -> str:
    """One spelling of a name: macOS writes 박 in its folders as three letters, others as one."""
    return unicodedata.normalize("NFC", name)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question that names what looks most like the word; empty where nothing does."""
    alike = {name.strip().casefold(): name for name in sorted(known)}
    close = difflib.get_close_matches(word.strip().casefold(), alike, n=1)
    return f"did you mean {alike[close[0]]}?" if close else ""


def days_late(exercise: Exercise, late: Late | None, submitted: str | None) -> int:
    """Days begun after the exercise was due and the grace was over; 0 where no time is known."""
    if exercise.due is None or submitted is None:
        return 0
    seconds = (datetime.fromisoformat(submitted) - exercise.due).total_seconds()
    grace = 60 * late.grace_minutes if late else 0
    return math.ceil(seconds / DAY) if seconds > grace else 0


def share_kept(late: Late | None, days: int) -> float:
    """Of what was earned, 0 to 1."""
    return 1 - min(late.at_most, late.per_day * days) if late else 1.0
