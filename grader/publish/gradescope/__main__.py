"""python -m grader.publish.gradescope /autograder: grade the submission that lies there."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Collection
from pathlib import Path

from grader.autograde.hand import UNSAFE
from grader.autograde.submissions import find_attempts
from grader.errors import GraderError
from grader.model import Report, Verdict
from grader.publish.artefact import write_file
from grader.publish.gradescope.results import results_of
from grader.publish.gradescope.upload import ASSIGNMENT
from grader.publish.marking import Marker

ALLOW_UNSAFE = "AUTOGRADER_ALLOW_UNSAFE"  # grade even where code could read the solutions
FAILED = 3


def grade_submission(home: Path) -> Report:
    """Grade HOME/submission by the course in HOME/source.

    Raises:
        GraderError: if something could not be judged: then there is no mark.
    """
    source, folder = home / "source", home / "submission"
    slugs = json.loads((source / ASSIGNMENT).read_text(encoding="utf-8"))
    with contextlib.closing(Marker(source)) as marker:
        isolation = marker.isolation()
        if isolation.startswith(UNSAFE) and not os.environ.get(ALLOW_UNSAFE):
            raise GraderError(
                f"no sandbox here ({isolation}): submitted code could read the solutions. Set "
                f"{ALLOW_UNSAFE}=1 in run_autograder if that is acceptable"
            )
        report = marker.mark(_sources(folder, slugs), _student(home))
    cases = [result for graded in report.exercises for result in graded.results]
    if errors := [result for result in cases if result.verdict is Verdict.ERROR]:
        raise GraderError(f"{errors[0].check}: {errors[0].message}")
    return report


def _sources(folder: Path, slugs: Collection[str]) -> dict[str, bytes | None]:
    """What was handed in for each exercise; None where nothing was, or nothing readable."""
    sources: dict[str, bytes | None] = dict.fromkeys(slugs)
    for found in find_attempts(folder, "submission", slugs):
        if found.source and sources.get(found.slug) is None:
            sources[found.slug] = found.source
    return sources


def _student(home: Path) -> str:
    """Who handed in, as Gradescope says: the hidden numbers follow from it."""
    path = home / "submission_metadata.json"
    if not path.is_file():
        return "unknown"
    users = json.loads(path.read_text(encoding="utf-8")).get("users", [])
    return ",".join(sorted(str(user.get("email")) for user in users))


def main() -> None:
    """Write results/results.json, or say on standard output why there is none."""
    home = Path(sys.argv[1])
    try:
        results = results_of(grade_submission(home))
    except GraderError as error:
        sys.stdout.write(f"Could not be graded, and is no zero: {error}\n")
        sys.exit(FAILED)
    (home / "results").mkdir(exist_ok=True)
    write_file(home / "results" / "results.json", json.dumps(results, indent=1).encode())


if __name__ == "__main__":
    main()
