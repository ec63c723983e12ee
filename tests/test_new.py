"""`course new`: what it writes holds at once, and nothing is written where it cannot."""

import re
from pathlib import Path

import pytest

from grader.course import load_course
from grader.errors import UsageError
from grader.publish.new import new_exercise
from grader.verify import submissions_of, verify_course
from tests.support import ROOT, course_command
from tests.tiny_course import write_tiny_course


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny_course(tmp_path)


def test_a_new_exercise_holds_at_once(tiny: Path) -> None:
    done = course_command("new", "max_pool", cwd=tiny)
    assert done.returncode == 0, done.stderr
    assert "max_pool has 1 point, taken from double" in done.stdout
    course = load_course(tiny / "course.yml")
    assert [(e.slug, e.title, e.points) for e in course.exercises] == [
        ("double", "Double", 99.0),
        ("max_pool", "Max pool", 1.0),
    ]
    outcome = verify_course(tiny, course, course.exercises[1:], seeds=2)
    assert outcome.problems == []
    wrong = [p for p in submissions_of(tiny, "max_pool") if p.parent.name == "wrong"]
    assert len(wrong) >= 10
    assert not [p for p in tiny.rglob("*") if "__slug__" in p.name or p.suffix == ".in"]


def test_the_rest_of_course_yml_stays(tmp_path: Path) -> None:
    text = (ROOT / "course.yml").read_text(encoding="utf-8")
    (tmp_path / "course.yml").write_text(text, encoding="utf-8")
    new_exercise(tmp_path, "max_pool")
    after = (tmp_path / "course.yml").read_text(encoding="utf-8")
    entry = "  - slug: max_pool\n    title: Max pool\n    points: 1\n"
    assert after.endswith(entry)
    before = text.splitlines()
    changed = [
        (old, new) for old, new in zip(before, after.splitlines(), strict=False) if old != new
    ]
    ((old, new),) = changed
    assert re.fullmatch(r" +points: \d+", old)
    assert int(old.split()[1]) - int(new.split()[1]) == 1


BAD = {
    "capital": ("MaxPool", "'MaxPool' is no slug"),
    "path": ("../x", "is no slug"),
    "word": ("lambda", "'lambda' is a word of Python's"),
    "standard": ("queue", r"'queue' is a module that others import, and queue\.py would hide it"),
    "library": ("numpy", r"'numpy' is a module that others import, and numpy\.py would hide it"),
    "installed": ("pluggy", r"'pluggy' is installed here as a module, and pluggy\.py would hide"),
    "ours": ("grader", "'grader' is a part of the course itself: choose another name"),
    "shared": ("shapes", r"shapes is taken: there is solutions/shapes\.py already"),
    "taken": ("double", "double is taken: there is exercises/double already"),
}


@pytest.mark.parametrize(("slug", "message"), BAD.values(), ids=BAD)
def test_a_slug_that_cannot_be_one_is_refused(tiny: Path, slug: str, message: str) -> None:
    (tiny / "solutions/shapes.py").touch()
    before = sorted(tiny.rglob("*"))
    with pytest.raises(UsageError, match=message):
        new_exercise(tiny, slug)
    assert sorted(tiny.rglob("*")) == before
