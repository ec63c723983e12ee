"""Folders, entries, handouts, starters: what can be seen without running anything."""

from __future__ import annotations

import re
from pathlib import Path

from grader.course import problem_with_points
from grader.errors import CourseError
from grader.model import Course
from grader.publish.starter import starter_of
from grader.verify.outcome import Outcome

LANGUAGES = ("README.md", "README.ko.md")


def verify_entries(root: Path, course: Course, outcome: Outcome) -> None:
    """Folders and entries match, and the points add up."""
    slugs = {exercise.slug for exercise in course.exercises}
    for home in ("exercises", "solutions"):
        found = {
            path.name
            for path in (root / home).glob("[a-z]*")
            if path.is_dir() and any(path.rglob("*.*"))
        }
        for slug in sorted(slugs - found):
            outcome.promise(False, f"{home}/{slug}: missing, though course.yml names it")
        for slug in sorted(found - slugs):
            outcome.promise(False, f"{home}/{slug}: no entry in course.yml has this slug")
        outcome.promise(found == slugs, f"{home}: folders and entries of course.yml differ")
    problem = problem_with_points(course)
    outcome.promise(not problem, problem)


def verify_exercise_files(root: Path, slug: str, outcome: Outcome) -> bool:
    """Files, handouts and starter are as they must be. Returns whether there is enough to grade."""
    exercise, solution = root / "exercises" / slug, root / "solutions" / slug
    needed = [
        *(exercise / name for name in LANGUAGES),
        exercise / f"{slug}.py",
        exercise / f"test_{slug}.py",
        solution / f"{slug}.py",
        solution / "checks.py",
    ]
    present = [
        outcome.promise(path.is_file(), f"{path.relative_to(root)}: missing") for path in needed
    ]
    if all(present):
        _verify_handouts(root, slug, outcome)
        _verify_starter(root, slug, outcome)
    else:
        outcome.promise(False, f"{slug}: nothing of it was graded, because files are missing")
    return all(present)


def _verify_handouts(root: Path, slug: str, outcome: Outcome) -> None:
    """Both languages tell the same story: as many sections, figures and code blocks."""
    texts = [(root / "exercises" / slug / name).read_text(encoding="utf-8") for name in LANGUAGES]
    for what, mark in {"sections": "\n## ", "figures": "![", "code blocks": "\n```"}.items():
        counts = [text.count(mark) for text in texts]
        outcome.promise(
            counts[0] == counts[1] > 0,
            f"exercises/{slug}: {what} in {LANGUAGES}: {counts}; both need as many, at least one",
        )
    for name, text in zip(LANGUAGES, texts, strict=True):
        for target in re.findall(r"\]\(([^)#\s]+)\)", text):
            outcome.promise(
                "://" in target or (root / "exercises" / slug / target).exists(),
                f"exercises/{slug}/{name}: there is no {target}",
            )
    code = [re.findall(r"```python\n(.*?)```", text, re.DOTALL) for text in texts]
    outcome.promise(code[0] == code[1], f"exercises/{slug}: the code in {LANGUAGES} differs")


def _verify_starter(root: Path, slug: str, outcome: Outcome) -> None:
    path = root / "exercises" / slug / f"{slug}.py"
    try:
        derived = starter_of(root, slug)
    except CourseError as error:
        outcome.promise(False, str(error))
        return
    outcome.promise(
        path.read_bytes() == derived.encode(),
        f"{path.relative_to(root)}: is not derived from the solution; run `course starters {slug}`",
    )
