"""Some exercises of a course, published as if there were no others."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path

import yaml

from grader.model import Course


def course_yml(root: Path, course: Course) -> bytes:
    """course.yml with the entries of `course` only; as it is, if those are all."""
    content = (root / "course.yml").read_bytes()
    whole, slugs = yaml.safe_load(content), {exercise.slug for exercise in course.exercises}
    entries = [entry for entry in whole["exercises"] if entry["slug"] in slugs]
    if entries == whole["exercises"]:
        return content
    part = whole | {"exercises": entries}
    return yaml.safe_dump(part, allow_unicode=True, sort_keys=False).encode()


def unlinked(kit: Mapping[str, bytes], slugs: Collection[str]) -> dict[str, bytes]:
    """The files of a kit; in handouts and notebooks, links to any but these exercises are words."""
    slug = rf"(?!(?:{'|'.join(slugs)})[/.])\w+"
    link = rf"\[([^\[\]]*)\]\((?:\.\./{slug}/README(?:\.ko)?\.md|{slug}(?:\.ko)?\.ipynb)\)"
    pattern = re.compile(link.encode())
    return {
        name: pattern.sub(rb"\1", content)
        if name.startswith(("exercises/", "notebooks/"))
        else content
        for name, content in kit.items()
    }
