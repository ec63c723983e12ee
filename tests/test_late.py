"""Late or not, and what it costs; course.yml says so strictly."""

import re
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest

from grader.autograde.late import (
    days_late,
    parse_time,
    read_times,
    share_kept,
    strangers,
    time_of,
)
from grader.course import load_course
from grader.errors import CourseError, UsageError
from grader.model import Exercise, Late
from tests.support import ROOT

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
    "too much": ("late:\n  per_day: 1.5\n" + ONE, "4: `late.per_day`: expected a share"),
    "nothing lost": ("late:\n  at_most: 1\n" + ONE, "the key `per_day` is missing here"),
    "no zone": (ONE + "    due: 2026-03-20T21:00:00\n", "7: `exercises[0].due`: "),
    "only a day": (ONE + "    due: 2026-03-20\n", "7: `exercises[0].due`: "),
    "no time": (ONE + "    due: Friday\n", "7: `exercises[0].due`: "),
    "no truth": (ONE + "    alone: 3\n", "7: `exercises[0].alone`: expected true or false"),
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
    times = read_times(path, ["a", "b"])
    stamp = "2026-03-22 12:00:00 UTC"
    assert [time_of(times, name, slug, stamp) for name, slug in (("kim", "a"), ("kim", "b"))] == [
        "2026-03-20T12:00:00+00:00",
        "2026-03-21T12:00:00+00:00",
    ]
    assert time_of(times, "lee", "a", stamp) == "2026-03-22T12:00:00+00:00"


def test_the_table_in_the_documentation_can_be_read(tmp_path: Path) -> None:
    text = (ROOT / "docs/instructor.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```\n(student,.*?)```", text, re.DOTALL)
    path = tmp_path / "times.csv"
    path.write_text(example, encoding="utf-8")
    assert read_times(path, ["stride"]) == {
        ("kim", "stride"): "2026-03-21T00:30:00+00:00",
        ("박지민", ""): "2026-03-20T13:15:00+00:00",
    }


BROKEN_TABLES = {
    "columns": ("name,when\n", ":1: the columns must be"),
    "column": (
        "student,Exercise,submitted\nkim,a,2026-03-20T12:00Z\n",
        ":1: there is no column 'Exercise': did you mean exercise",
    ),
    "no time": ("student,submitted\nkim,soon\n", ":2: `submitted`: 'soon' is no time; "),
    "no zone": (
        "student,submitted\nlee,2026-03-20T23:59Z\nkim,2026-03-20 23:59:00\n",
        r":3: `submitted`: '2026-03-20 23:59:00' has no time zone; .*\+09:00",
    ),
    "exercise": (
        "student,exercise,submitted\nkim,Stride,2026-03-20T12:00Z\n",
        ":2: there is no exercise 'Stride': did you mean stride",
    ),
    "another": (
        "student,exercise,submitted\nkim,essay,2026-03-20T12:00Z\n",
        ":2: there is no exercise 'essay': there are: stride, padding",
    ),
}


@pytest.mark.parametrize(("text", "message"), BROKEN_TABLES.values(), ids=BROKEN_TABLES)
def test_a_broken_table_names_the_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "times.csv"
    path.write_text(text)
    with pytest.raises(UsageError, match=message):
        read_times(path, ["stride", "padding"])


@pytest.mark.parametrize("forms", [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_name_is_one_name_however_it_is_encoded(
    tmp_path: Path, forms: tuple[Literal["NFC", "NFD"], Literal["NFC", "NFD"]]
) -> None:
    written, folder = (unicodedata.normalize(form, "박지민") for form in forms)
    path = tmp_path / "times.csv"
    path.write_text(f"student,submitted\n{written},2026-03-20T21:00+09:00\n", encoding="utf-8")
    times = read_times(path, ["a"])
    assert time_of(times, folder, "a", "") == "2026-03-20T12:00:00+00:00"
    assert strangers(times, [folder]) == []


def test_whom_the_class_does_not_have_is_named() -> None:
    times = dict.fromkeys([(name, "") for name in ("KIM", "lee1", "Zoe", "choi")], "")
    assert strangers(times, ["kim", "lee", "lee1", "choi"]) == ["'KIM': did you mean kim?", "'Zoe'"]
