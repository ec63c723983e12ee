"""A broken course.yml: the message names file, line and key, and says what to do."""

from pathlib import Path

import pytest

from grader.course import find_root, load_course
from grader.errors import CourseError
from grader.model import Course, Exercise, Late
from tests.support import ROOT

HEAD = "schema: 1\ntitle: T\nexercises:\n"
ONE = "  - slug: a\n    title: A\n    points: 10\n"

BROKEN = {
    "empty": ("", "1: the file is empty"),
    "not yaml": ("schema: 1\ntitle: [1\nexercises: 3\n", "3: not valid YAML"),
    "tab": ("schema: 1\n\ttitle: x\n", "2: not valid YAML"),
    "unknown tag": ("schema: !!python/object:os.system 1\n", "1: not valid YAML"),
    "a list": ("- 1\n", "1: `the whole file`: expected `object`, got `array`"),
    "no schema": (HEAD.partition("\n")[2] + ONE, "1: the key `schema` is missing here"),
    "other schema": ("schema: 2\ntitle: T\nexercises: []\n", "1: `schema`: invalid enum value 2"),
    "no exercise": ("schema: 1\ntitle: T\nexercises: []\n", "3: `exercises`: expected `array` of"),
    "misspelt key": (HEAD + ONE.replace("points", "pionts"), "6: unknown key `pionts`: did you"),
    "misspelt top key": ("schema: 1\ntilte: T\n" + HEAD[19:], "2: unknown key `tilte`"),
    "unheard-of key": (HEAD + ONE + "    colour: red\n", "7: unknown key `colour`: the keys are"),
    "missing key": (HEAD + "  - slug: a\n    points: 1\n", "4: the key `title` is missing here"),
    "text for a number": (
        HEAD + ONE.replace("10", "ten"),
        "6: `exercises[0].points`: expected `float`, got `str`",
    ),
    "negative points": (HEAD + ONE.replace("10", "-1"), "6: `exercises[0].points`: expected `fl"),
    "bad slug": (HEAD + ONE.replace(": a", ": ../a"), "4: `exercises[0].slug`: expected `str` mat"),
    "repeated key": (HEAD + ONE + "    points: 20\n", "7: the key `points` is here a second time"),
    "repeated slug": (HEAD + ONE + ONE, "7: the slug `a` is taken"),
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
