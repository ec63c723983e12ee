"""Late or not, and what it costs; course.yml says so strictly."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.autograde.late import days_late, parse_time, read_times, share_kept, time_of
from grader.course import load_course
from grader.errors import CourseError, UsageError
from grader.model import Exercise, Late

HEAD = "schema: 1\ntitle: T\n"
ONE = "exercises:\n  - slug: a\n    title: A\n    points: 10\n"
DUE = datetime(2026, 3, 20, 12, tzinfo=UTC)


def test_course_yml_may_say_when_and_what(tmp_path: Path) -> None:
    path = tmp_path / "course.yml"
    late = "late:\n  per_day: 0.1\n  grace_minutes: 30\n  at_most: 0.5\n"
    path.write_text(HEAD + late + ONE + "    due: 2026-03-20T21:00:00+09:00\n    alone: true\n")
    course = load_course(path)
    assert course.late == Late(0.1, 30, 0.5)
    assert course.exercises[0].due == DUE
    assert course.exercises[0].alone


BROKEN = {
    "misspelt": ("late:\n  perday: 0.1\n" + ONE, "4: unknown key `perday`: did you mean `per_day`"),
    "too much": ("late:\n  per_day: 1.5\n" + ONE, "4: `late.per_day`: expected `float` <= 1"),
    "nothing lost": ("late:\n  at_most: 1\n" + ONE, "the key `per_day` is missing here"),
    "no zone": (ONE + "    due: 2026-03-20T21:00:00\n", "7: `exercises[0].due`: "),
    "only a day": (ONE + "    due: 2026-03-20\n", "7: `exercises[0].due`: "),
    "no time": (ONE + "    due: Friday\n", "7: `exercises[0].due`: "),
    "no truth": (ONE + "    alone: 3\n", "7: `exercises[0].alone`: expected `bool`"),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN)
def test_broken_rules_name_the_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "course.yml"
    path.write_text(HEAD + text)
    with pytest.raises(CourseError) as caught:
        load_course(path)
    assert message in str(caught.value)


TIMES = {
    "2026-03-20 12:00:00.123456 UTC": "2026-03-20T12:00:00+00:00",
    "2026-03-20 12:00:00.123456": "2026-03-20T12:00:00+00:00",
    "2026-03-20 21:00:00 Asia/Seoul": "2026-03-20T12:00:00+00:00",
    "2026-03-20T21:00:00+09:00": "2026-03-20T12:00:00+00:00",
    "2026-03-20 21:00 +0900": "2026-03-20T12:00:00+00:00",
    "2026-03-20T12:00:00Z": "2026-03-20T12:00:00+00:00",
    "2026-13-20 12:00": None,
    "2026-03-20 12:00 Nowhere/Land": None,
    "2026-03-20 12:00 ../../etc/passwd": None,
    "Friday": None,
    "": None,
}


@pytest.mark.parametrize(("text", "time"), TIMES.items(), ids=TIMES)
def test_times(text: str, time: str | None) -> None:
    assert parse_time(text) == time


DAYS = {
    "2026-03-20T12:00:00+00:00": 0,
    "2026-03-20T12:30:00+00:00": 0,  # within the grace
    "2026-03-20T12:30:01+00:00": 1,
    "2026-03-21T12:00:00+00:00": 1,
    "2026-03-21T12:00:01+00:00": 2,
    None: 0,  # unknown is not late
}


@pytest.mark.parametrize(("submitted", "days"), DAYS.items())
def test_days_late(submitted: str | None, days: int) -> None:
    exercise = Exercise("a", "A", 10, due=DUE)
    assert days_late(exercise, Late(0.1, grace_minutes=30), submitted) == days
    assert days_late(Exercise("a", "A", 10), Late(0.1), submitted) == 0


def test_what_being_late_costs() -> None:
    rule = Late(0.2, at_most=0.5)
    assert [round(share_kept(rule, days), 9) for days in range(5)] == [1, 0.8, 0.6, 0.5, 0.5]
    assert share_kept(None, 9) == 1
    assert share_kept(Late(0.3), 9) == 0


def test_the_instructors_table_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "times.csv"
    path.write_text("student,exercise,submitted\nkim,a,2026-03-20T12:00Z\nkim,,2026-03-21T12:00Z\n")
    times = read_times(path)
    stamp = "2026-03-22 12:00:00 UTC"
    assert [time_of(times, name, slug, stamp) for name, slug in (("kim", "a"), ("kim", "b"))] == [
        "2026-03-20T12:00:00+00:00",
        "2026-03-21T12:00:00+00:00",
    ]
    assert time_of(times, "lee", "a", stamp) == "2026-03-22T12:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "message"),
    [("name,when\n", ":1: the columns must be"), ("student,submitted\nkim,soon\n", ":2: `submit")],
)
def test_a_broken_table_names_the_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "times.csv"
    path.write_text(text)
    with pytest.raises(UsageError, match=message):
        read_times(path)
