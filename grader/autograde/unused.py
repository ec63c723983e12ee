"""What was found and is for no exercise → what to say of it, and what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath, PurePosixPath

from grader.autograde.names import is_work, slug_of

SHOWN = 5
AGAIN = "and run the same command again"


def listed(names: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"{', '.join(names[:SHOWN])}{more}"


def explain_unused(names: Sequence[str], missing: Sequence[str]) -> str:
    """Why there is no mark, and what to do.

    Args:
        names: of what was found and is for no exercise, at least one.
        missing: the exercises for which nothing was found, at least one.
    """
    names = sorted(names, key=lambda name: _meant(name, missing) == "")  # stable
    work = [name for name in names if is_work(name)]
    if work:
        return f"not used: {listed(work)}; {_advice(work, missing)}, {AGAIN}"
    slug = missing[0]
    return (
        f"no submission in it: neither {slug}/{slug}.py nor {slug}.py or {slug}.ipynb; there is "
        f"{listed(names)}; ask for {slug}/{slug}.py, {AGAIN}"
    )


def explain_stray(name: str, slugs: Sequence[str]) -> str:
    """A name in the class's folder that belongs to no student, and, if it is work, what to do."""
    if not is_work(name):
        return name
    slug, stem = _meant(name, slugs), PurePath(name).stem
    rest = re.sub(re.escape(slug), "", stem, flags=re.IGNORECASE).strip(" _-.")
    target = f"{rest or 'NAME'}/{slug or slugs[0]}{PurePath(name).suffix}"
    return f"{name}: put it into a folder for its student: {target}"


def _advice(work: Sequence[str], missing: Sequence[str]) -> str:
    first, it = work[0], "it" if len(work) == 1 else "the one that is meant"
    meant = _meant(first, missing)
    target = _target(meant or missing[0], first)
    if first.lower().endswith(".zip"):
        inside = ".zip:" in first.lower()
        return "unpack it (no zip in a zip is opened)" if inside else f"put {target} into it"
    if not meant:
        return f"rename {it} as its exercise, like {target}"
    deep = slug_of(PurePosixPath(PurePosixPath(first).name), [meant])
    return f"{'move' if deep else 'rename'} {it} to {target}"


def _meant(name: str, missing: Sequence[str]) -> str:
    """The exercise that a name speaks of, "" if it speaks of none."""
    spoken = [slug for slug in missing if slug.casefold() in name.casefold()]
    return max(spoken, key=len, default="")


def _target(slug: str, name: str) -> str:
    return f"{slug}/{slug}{'.ipynb' if name.lower().endswith('.ipynb') else '.py'}"
