"""`course new`: a new exercise that works, for its author to change into what they want."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Mapping
from pathlib import Path
from string import Template

from grader.course import load_course
from grader.errors import UsageError
from grader.model import Course, Exercise
from grader.publish.artefact import write_file
from grader.publish.starter import write_starter
from grader.slugs import problem_with_slug

TEMPLATE = Path(__file__).parent / "templates" / "exercise"
POINTS = 1.0


def new_exercise(root: Path, slug: str) -> list[str]:
    """Write the folders and the entry of a new exercise, for which `course verify` holds.

    Args:
        root: the folder of course.yml.
        slug: the new exercise's name.

    Returns:
        What was done, a line each.

    Raises:
        UsageError: if the slug cannot be one, or is taken.
    """
    course = load_course(root / "course.yml")
    _refuse_bad_slug(root, course, slug)
    giver = max(course.exercises, key=lambda exercise: exercise.points)
    entry = _with_entry((root / "course.yml").read_text(encoding="utf-8"), slug, giver)
    written = _write_template(root, slug)
    write_starter(root, slug)
    write_file(root / "course.yml", entry.encode())
    return [
        f"exercises/{slug}, solutions/{slug}: {written} files that double every value",
        f"course.yml: {slug} has {POINTS:g} point, taken from {giver.slug}",
        f"Next: change them into your exercise, then `course starters {slug}` and "
        f"`course verify {slug}`; CONTRIBUTING.md says what each file is for",
    ]


def _refuse_bad_slug(root: Path, course: Course, slug: str) -> None:
    problem = problem_with_slug(slug)
    if not problem and importlib.util.find_spec(slug):
        problem = f"is installed here as a module, and {slug}.py would hide it: choose another name"
    if problem:
        raise UsageError(f"{slug!r} {problem}")
    names = [f"{home}/{slug}{kind}" for home in ("exercises", "solutions") for kind in ("", ".py")]
    taken = [name for name in names if (root / name).exists()]
    if taken or slug in [exercise.slug for exercise in course.exercises]:
        where = taken[0] if taken else "an entry in course.yml"
        raise UsageError(f"{slug} is taken: there is {where} already")


def _with_entry(text: str, slug: str, giver: Exercise) -> str:
    """course.yml with one entry more, and the points of `giver` reduced; comments stay."""
    found = re.search(rf"slug: {giver.slug}\b.*?points: ([\d.]+)", text, re.DOTALL)
    if found is None or giver.points <= POINTS:
        raise UsageError(f"course.yml: {giver.slug} has no point to give to a new exercise")
    reduced = f"{text[: found.start(1)]}{giver.points - POINTS:g}{text[found.end(1) :]}"
    entry = f"  - slug: {slug}\n    title: {_title(slug)}\n    points: {POINTS:g}\n"
    return f"{reduced.rstrip()}\n{entry}"


def _title(slug: str) -> str:
    return slug.replace("_", " ").capitalize()


def _write_template(root: Path, slug: str) -> int:
    """How many files were written."""
    names: Mapping[str, str] = {"slug": slug, "title": _title(slug)}
    paths = [path for path in sorted(TEMPLATE.rglob("*")) if path.is_file()]
    for path in paths:
        home, *parts = path.relative_to(TEMPLATE).parts
        name = "/".join(parts).replace("__slug__", slug).removesuffix(".in")
        target = root / home / slug / name
        target.parent.mkdir(parents=True, exist_ok=True)
        content = path.read_bytes()
        if path.suffix == ".in":
            content = Template(content.decode()).substitute(names).encode()
        target.write_bytes(content)
    return len(paths)
