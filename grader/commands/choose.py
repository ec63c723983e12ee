"""What the words after a command name: exercises, and the files of a submission."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.model import Course, Exercise


def chosen(course: Course, slugs: tuple[str, ...]) -> list[Exercise]:
    """The exercises asked for by name or number, in the order of the course."""
    import difflib

    from grader.errors import UsageError

    known = [exercise.slug for exercise in course.exercises]
    by_number = {str(number): slug for number, slug in enumerate(known, start=1)}
    named = {by_number.get(word, word) for word in slugs}
    for slug in slugs:
        if by_number.get(slug, slug) not in known:
            close = difflib.get_close_matches(slug, known, n=1)
            tip = f"did you mean {close[0]}?" if close else f"there are: {', '.join(known)}"
            if slug.isdecimal():
                tip = f"they are numbered from 1 to {len(known)}"
            raise UsageError(f"there is no exercise {slug!r}: {tip}")
    return [exercise for exercise in course.exercises if not named or exercise.slug in named]


def submitted_paths(submission: Path, exercises: list[Exercise]) -> list[Path]:
    """Where each exercise's file is, or should be; missing files are the judge's business."""
    from grader.errors import UsageError

    if not submission.exists():
        raise UsageError(f"{submission}: there is no such file or folder")
    if submission.is_dir():
        return _in_folder(submission, exercises)
    if len(exercises) != 1:
        raise UsageError(
            f"{submission} is one file: say which exercise it is for, "
            f"for example `grade {exercises[0].slug} --submission {submission}`"
        )
    if submission.suffix.lower() not in (".py", ".ipynb"):
        raise UsageError(
            f"{submission}: neither a Python file (.py) nor a notebook (.ipynb), nor a folder "
            "with such files: those are taken; unpack a zip first"
        )
    return [submission]


def _in_folder(folder: Path, exercises: list[Exercise]) -> list[Path]:
    """Python files, or else notebooks, in folders, or else side by side."""
    from grader.errors import UsageError

    slugs = [exercise.slug for exercise in exercises]
    found = {slug: path for slug in slugs if (path := _first_there(folder, slug))}
    if not found:
        raise UsageError(
            f"{folder}: no submission in it: neither {slugs[0]}/{slugs[0]}.py nor {slugs[0]}.py "
            f"or {slugs[0]}.ipynb, nor any other exercise"
        )
    flat = all(path.parent == folder for path in found.values())
    return [found.get(slug, (folder if flat else folder / slug) / f"{slug}.py") for slug in slugs]


def _first_there(folder: Path, slug: str) -> Path | None:
    endings = (".py", ".ipynb", ".ko.ipynb")
    names = (home / f"{slug}{ending}" for home in (Path(slug), Path()) for ending in endings)
    paths = (_there(folder, name) for name in names)
    return next((path for path in paths if path), None)


def _there(folder: Path, name: Path) -> Path | None:
    """The file of this name in the folder, whatever its case: as autograde finds it."""
    for part in name.parts:
        if not (folder / part).exists():
            alike = sorted(p for p in _entries(folder) if p.name.casefold() == part.casefold())
            if not alike:
                return None
            part = alike[0].name
        folder /= part
    return folder


def _entries(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []
