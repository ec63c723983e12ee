"""python -m grader.publish.gradescope /autograder: grade the submission that lies there."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from grader.autograde.hand import UNSAFE
from grader.autograde.names import slug_of
from grader.autograde.submissions import find_attempts
from grader.checks.show import printable
from grader.errors import GraderError
from grader.model import Graded, Report, Verdict
from grader.publish.artefact import write_file
from grader.publish.gradescope.results import results_of
from grader.publish.gradescope.upload import ASSIGNMENT
from grader.publish.marking import Marker

ALLOW_UNSAFE = "AUTOGRADER_ALLOW_UNSAFE"  # grade even where code could read the solutions
FAILED = 3
SHOWN = 5  # files that belong to no exercise


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
        sources, faults = _handed_in(folder, slugs)
        report = _explained(marker.mark(sources, _student(home)), faults)
    cases = [result for graded in report.exercises for result in graded.results]
    if errors := [result for result in cases if result.verdict is Verdict.ERROR]:
        raise GraderError(f"{errors[0].check}: {errors[0].message}")
    return report


def _handed_in(
    folder: Path, slugs: Sequence[str]
) -> tuple[dict[str, bytes | None], dict[str, str]]:
    """What was handed in for each exercise, and, where that is nothing readable, why."""
    sources: dict[str, bytes | None] = dict.fromkeys(slugs)
    faults: dict[str, str] = {}
    for found in find_attempts(folder, "submission", slugs):
        if not found.fault and sources.get(found.slug) is None:
            sources[found.slug] = found.source
        elif found.fault and _is_for(found.slug, found.origin, slugs):
            faults[found.slug] = f"{Path(found.origin).name}: {found.fault}"
    strays = _strays(folder, slugs)
    for slug in slugs if strays else ():
        told = (
            f"You handed in {strays}: what is for this exercise is called {slug}.py or {slug}.ipynb"
        )
        faults.setdefault(slug, told)
    return sources, {slug: why for slug, why in faults.items() if sources[slug] is None}


def _is_for(slug: str, origin: str, slugs: Sequence[str]) -> bool:
    """Whether a file has an exercise's name; others are told to hand in anew, not to rename."""
    return bool(slug) and slug_of(PurePosixPath(Path(origin).name), slugs) == slug


def _strays(folder: Path, slugs: Sequence[str]) -> str:
    """The names of the first files that belong to no exercise; zips are looked into."""
    files = (path.name for path in folder.rglob("*") if path.is_file())
    others = (name for name in files if not slug_of(PurePosixPath(name), slugs) and name[0] != ".")
    names = sorted(name for name in others if not name.lower().endswith(".zip"))
    return ", ".join(map(printable, names[:SHOWN]))


def _explained(report: Report, faults: Mapping[str, str]) -> Report:
    """The report, in which exercises without a readable file say why."""
    exercises = tuple(_with(graded, faults.get(graded.slug, "")) for graded in report.exercises)
    return msgspec.structs.replace(report, exercises=exercises)


def _with(graded: Graded, why: str) -> Graded:
    results = tuple(
        msgspec.structs.replace(result, message=f"{result.message}. {why}")
        for result in graded.results
    )
    return msgspec.structs.replace(graded, results=results) if why else graded


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
