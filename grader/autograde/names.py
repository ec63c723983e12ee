"""The name of a file → the exercise that it is for, in folders and in zips alike."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

DEEPEST = 5  # folders above a file, for whole repositories
WORK = (".py", ".ipynb", ".zip")
COURSE = "course.yml"
OURS = ("solutions", "tests", "grader", "benchmarks", "docs", "practice", "cli.py")  # beside it
HANDED_OUT = re.compile(r"test_.*\.py|conftest\.py|baseline\.py")  # no student's work
PLAIN = re.compile(r"(.+?)(?:\.py|(?:\.ko)?\.ipynb)")
COPY = r"(?: ?\(\d+\)|[-_]\d+)?"  # a second download: `stride (1).py`, `stride-1.py`
COPIED = re.compile(rf"(.+?){COPY}(?:\.py|(?:\.ko)?{COPY}\.ipynb)")


def slug_of(path: PurePosixPath, slugs: Collection[str]) -> str:
    """The exercise that a file is for, whatever the case of its name; "" if it is for none."""
    if len(path.parts) > DEEPEST + 1:
        return ""
    known = {slug.casefold(): slug for slug in slugs}
    for shape in (PLAIN, COPIED):
        match = shape.fullmatch(path.name.casefold())
        if match and match[1] in known:
            return known[match[1]]
    return ""


def is_passed_over(name: str) -> bool:
    """What systems and tools leave behind: a file or folder that nobody looks into."""
    return name.startswith((".", "__")) or name == "site-packages"


def without_course(paths: Iterable[PurePosixPath]) -> list[PurePosixPath]:
    """The same paths, without what belongs to a copy of the course, its solutions included."""
    paths = list(paths)
    roots = {path.parent for path in paths if path.name == COURSE}
    ours = {root / name for root in roots for name in OURS}
    return [path for path in paths if ours.isdisjoint((path, *path.parents))]


def is_work(path: str) -> bool:
    """Whether somebody may have meant to hand it in."""
    name = PurePosixPath(path).name.lower()
    return name.endswith(WORK) and not HANDED_OUT.fullmatch(name)


def by_rank(path: PurePosixPath) -> tuple[int, int, str]:
    """To sort attempts by: the highest first, and `stride.py` before `stride (1).py`."""
    return len(path.parts), len(path.name), str(path)
