"""When something was handed in, and what being late costs."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from grader.errors import UsageError
from grader.model import Exercise, Late

STAMP = re.compile(r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?) ?(\S*)")
DAY = 24 * 60 * 60

Times = Mapping[tuple[str, str], str]  # (student, slug or "" for all) → ISO 8601, UTC


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


def read_times(path: Path) -> Times:
    """A CSV with the columns student, submitted and, where it matters, exercise.

    Raises:
        UsageError: with file and line, if it cannot be read or a time is no time.
    """
    times: dict[tuple[str, str], str] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if not {"student", "submitted"} <= set(rows.fieldnames or ()):
                raise UsageError(f"{path}:1: the columns must be student, submitted[, exercise]")
            for row in rows:
                time = parse_time(row["submitted"] or "")
                if time is None:
                    raise UsageError(
                        f"{path}:{rows.line_num}: `submitted`: {row['submitted']!r} is no time; "
                        "write it like 2026-03-20T23:59:00+09:00"
                    )
                times[row["student"], row.get("exercise") or ""] = time
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from None
    return times


def time_of(times: Times, student: str, slug: str, stamp: str) -> str | None:
    """When an attempt was handed in: what the instructor's table says, else the time stamp."""
    return times.get((student, slug)) or times.get((student, "")) or parse_time(stamp)


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
