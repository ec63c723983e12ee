"""A broken course.yml: the message names file, line and key, and says what to do."""

import shutil
from pathlib import Path

import pytest

from grader.course import find_root, load_course
from grader.errors import CourseError
from grader.model import Course, Exercise, Late
from tests.support import ROOT, course_command

HEAD = "schema: 1\ntitle: T\nexercises:\n"
ONE = "  - slug: a\n    title: A\n    points: 10\n"

BROKEN = {
    "empty": ("", "1: the file is empty"),
    "not yaml": ("schema: 1\ntitle: [1\nexercises: 3\n", "3: not valid YAML"),
    "tab": ("schema: 1\n\ttitle: x\n", "2: not valid YAML"),
    "unknown tag": ("schema: !!python/object:os.system 1\n", "1: not valid YAML"),
    "a list": ("- 1\n", "1: `the whole file`: expected keys with values, got a list"),
    "no schema": (HEAD.partition("\n")[2] + ONE, "1: the key `schema` is missing here"),
    "other schema": ("schema: 2\ntitle: T\nexercises: []\n", "1: `schema`: invalid enum value 2"),
    "no exercise": ("schema: 1\ntitle: T\nexercises: []\n", "3: `exercises`: expected a list of"),
    "misspelt key": (HEAD + ONE.replace("points", "pionts"), "6: unknown key `pionts`: did you"),
    "misspelt top key": ("schema: 1\ntilte: T\n" + HEAD[19:], "2: unknown key `tilte`"),
    "unheard-of key": (HEAD + ONE + "    colour: red\n", "7: unknown key `colour`: the keys are"),
    "missing key": (HEAD + "  - slug: a\n    points: 1\n", "4: the key `title` is missing here"),
    "text for a number": (
        HEAD + ONE.replace("10", "ten"),
        "6: `exercises[0].points`: expected a number, got a text",
    ),
    "negative points": (HEAD + ONE.replace("10", "-1"), "6: `exercises[0].points`: expected a n"),
    "bad slug": (
        HEAD + ONE.replace(": a", ": ../a"),
        "4: `exercises[0].slug`: this is no slug: small",
    ),
    "capital slug": (
        HEAD + ONE.replace(": a", ": Stride"),
        "4: `exercises[0].slug`: this is no slug: small letters, digits and _, a letter first",
    ),
    "a date without a time": (
        HEAD + ONE + "    due: 2026-03-20\n",
        "7: `exercises[0].due`: expected a date, a time and a time zone: write it like "
        "2026-03-20T23:59:00+09:00",
    ),
    "a time without a zone": (
        HEAD + ONE + "    due: 2026-03-20T23:59:00\n",
        "7: `exercises[0].due`: expected a date, a time and a time zone: write it like 2026-",
    ),
    "per cent": (
        HEAD + ONE + "late: {per_day: 10%}\n",
        "7: `late.per_day`: expected a share from 0 to 1: write 0.1 for 10 %",
    ),
    "more than all": (
        HEAD + ONE + "late: {per_day: 0.1, at_most: 50}\n",
        "7: `late.at_most`: expected a share from 0 to 1: write 0.1 for 10 %",
    ),
    "repeated key": (HEAD + ONE + "    points: 20\n", "7: the key `points` is here a second time"),
    "repeated slug": (HEAD + ONE + ONE, "7: the slug `a` is taken"),
    "slug of a module": (
        HEAD + ONE.replace(": a", ": random"),
        "4: the slug `random` is a module that others import, and random.py would hide it",
    ),
    "alias": ("schema: &a 1\ntitle: *a\n", "1: used a second time by an alias"),
    "recursive alias": ("&a [*a]\n", "1: used a second time by an alias"),
    "bad number": (HEAD + ONE.replace("10", "!!int abc"), " not valid YAML: ValueError"),
    "infinite points": (HEAD + ONE.replace("10", ".inf"), "6: `exercises[0].points`"),
    "not a number": (HEAD + ONE.replace("10", ".nan"), "6: `exercises[0].points`"),
    "slug with a line": (HEAD + ONE.replace(": a", ': "a\\n"'), "4: `exercises[0].slug`"),
    "deep": ("[" * 5000, "not valid YAML"),
    "not a list of rules": (
        HEAD + ONE + "    forbid: scipy\n",
        "7: `exercises[0].forbid`: expected",
    ),
    "misspelt library": (
        HEAD + ONE + "    forbid: [torch, scypi.signal]\n",
        "7: `exercises[0].forbid[1]`: `scypi.signal` is no library that we know: did you mean",
    ),
    "misspelt function": (
        HEAD + ONE + "    forbid:\n      - numpy.convole\n",
        "8: `exercises[0].forbid[0]`: `numpy.convole` numpy has no convole: did you mean num",
    ),
    "misspelt in a module": (
        HEAD + ONE + "    forbid: [numpy.linalg.nrom]\n",
        "7: `exercises[0].forbid[0]`: `numpy.linalg.nrom` numpy.linalg has no nrom: did you mean",
    ),
    "no rule": (
        HEAD + ONE + "    forbid: ['a b']\n",
        "`a b` is neither a library (scipy), a name in",
    ),
    "second entry": (HEAD + ONE + ONE.replace(": a", ": b").replace("10", "x"), "9: `exercises[1]"),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN)
def test_broken_course(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "course.yml"
    path.write_text(text)
    with pytest.raises(CourseError) as caught:
        load_course(path)
    assert f"{path}:" in str(caught.value)
    assert message in str(caught.value)


SEVERAL = {
    "of late": (
        "late:\n  per_day: 10\n  grace: 30\n" + HEAD + ONE,
        ["2: `late.per_day`: expected a share", "3: unknown key `grace`: did you mean `grace_min"],
    ),
    "of an exercise": (
        HEAD + ONE.replace("10", "x") + "    alone: 1\n    due: 3\n",
        [
            "6: `exercises[0].points`: expected a number, got a text",
            "7: `exercises[0].alone`: expected true or false",
            "8: `exercises[0].due`: expected a date",
        ],
    ),
    "misspelt": (HEAD + ONE.replace("points", "pionts"), ["6: unknown key `pionts`"]),
    "rules": (
        HEAD + ONE + "    forbid: [1, 2]\n",
        ["7: `exercises[0].forbid[0]`: expected a text"],
    ),
}


@pytest.mark.parametrize(("text", "faults"), SEVERAL.values(), ids=SEVERAL)
def test_every_fault_is_named_once(tmp_path: Path, text: str, faults: list[str]) -> None:
    path = tmp_path / "course.yml"
    path.write_text(text)
    with pytest.raises(CourseError) as caught:
        load_course(path)
    for line, fault in zip(str(caught.value).splitlines(), faults, strict=True):
        assert line.startswith(f"{path}:{fault}")


def test_points_that_do_not_add_up_are_told_before_a_class_is_graded(tiny: Path) -> None:
    text = (tiny / "course.yml").read_text()
    (tiny / "class/kim").mkdir(parents=True)
    shutil.copy(tiny / "solutions/double/double.py", tiny / "class/kim")
    told = "Warning: course.yml: the points add up to 101, not 100: totals are out of that"
    for points in ("100", "101"):
        (tiny / "course.yml").write_text(text.replace("100", points))
        done = course_command("autograde", "class", cwd=tiny)
        assert done.returncode == 0, done.stderr
        assert (told in done.stderr) == (points == "101")


def test_a_course_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="cannot be read"):
        load_course(tmp_path / "course.yml")


def test_a_course_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "course.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CourseError, match="cannot be read"):
        load_course(tmp_path / "course.yml")


def test_the_course_is_found_from_below(tmp_path: Path) -> None:
    (tmp_path / "course.yml").write_text(HEAD + ONE)
    below = tmp_path / "exercises" / "a"
    below.mkdir(parents=True)
    assert find_root(below) == tmp_path
    assert load_course(tmp_path / "course.yml").exercises[0].points == 10


@pytest.mark.parametrize("kind", [Course, Exercise, Late])
def test_every_key_is_explained(kind: type[Course | Exercise | Late]) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("\n## course.yml\n")[2].partition("\n## ")[0]
    explained = {line.split("`")[1] for line in section.splitlines() if line.startswith("| `")}
    assert set(kind.__struct_fields__) <= explained
