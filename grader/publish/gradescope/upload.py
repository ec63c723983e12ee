"""The zip to upload: the grader, the course with its solutions, and two scripts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from grader.autograde.secret import NAME, read_secret
from grader.model import Exercise
from grader.publish.artefact import read_tree
from grader.publish.kit import HOUSE, TEMPLATES, program

PROGRAMS = ("setup.sh", "run_autograder")
ASSIGNMENT = "assignment.json"


def gradescope_upload(root: Path, exercises: Sequence[Exercise]) -> dict[str, bytes]:
    """The files of an autograder for some exercises, which are one assignment.

    It holds solutions and the secret: students do not get to see it, and their code cannot read it
    where the sandbox works.
    """
    secret = root / "solutions" / NAME
    read_secret(secret)  # made, if there is none yet
    return {
        **program(),
        **read_tree(HOUSE, HOUSE / "grader"),
        **read_tree(root, root / "solutions"),
        f"solutions/{NAME}": secret.read_bytes(),
        **read_tree(root, root / "exercises"),
        "course.yml": (root / "course.yml").read_bytes(),
        ASSIGNMENT: msgspec.json.encode([exercise.slug for exercise in exercises]),
        **{name: (TEMPLATES / "gradescope" / name).read_bytes() for name in PROGRAMS},
    }
