"""What decides a verdict, as one word: if it is the same, grading again would find the same."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from grader.autograde.secret import keyed
from grader.model import Exercise

GRADER = Path(__file__).resolve().parent.parent
# They find, show and check; they do not judge.
ASIDE = {"autograde", "commands", "publish", "report", "verify"}
SHARED = re.compile(rb"\bsolutions\.([a-z][a-z0-9_]*)")


def version_of(root: Path, exercise: Exercise, secret: bytes) -> str:
    """The version of one exercise: its entry, checks, solution and known mistakes; the grader.

    The secret belongs to it, since the numbers follow from it; when an exercise is due does not.
    """
    entry = msgspec.json.encode(msgspec.structs.replace(exercise, due=None)).decode()
    course = _digests(root, _of_course(root, exercise.slug))
    return keyed(secret, entry, grader_version(), *course).hex()[:32]


def grader_version() -> str:
    """Of what judges, the same on every machine."""
    return hashlib.sha256("\n".join(_digests(GRADER, _of_grader())).encode()).hexdigest()


def _digests(base: Path, paths: Iterable[Path]) -> list[str]:
    return [
        f"{path.relative_to(base)} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in sorted(set(paths))
    ]


def _of_grader() -> Iterator[Path]:
    for path in GRADER.rglob("*.py"):
        if path.relative_to(GRADER).parts[0] not in ASIDE:
            yield path


def _of_course(root: Path, slug: str) -> Iterator[Path]:
    """Files beside the folders, the exercise's own, and those of the exercises that it names."""
    solutions = root / "solutions"
    yield from solutions.glob("*.py")
    todo, seen = [slug], {slug}
    while todo:
        name = todo.pop()
        for path in _files(solutions / name, everything=name == slug):
            yield path
            named = {word.decode() for word in SHARED.findall(path.read_bytes())} - seen
            todo += [word for word in sorted(named) if (solutions / word).is_dir()]
            seen |= named


def _files(folder: Path, everything: bool) -> Iterator[Path]:
    for path in folder.rglob("*"):
        kept = everything or "submissions" not in path.relative_to(folder).parts
        if path.is_file() and kept and "__pycache__" not in path.parts:
            yield path
