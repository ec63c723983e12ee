"""The code of a cleaned notebook → a mark in nbgrader's gradebook, and its explanation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Unicode

from grader.autograde.hand import UNSAFE
from grader.errors import GraderError, Unreadable
from grader.model import Report, Verdict
from grader.notebook.source import source_of
from grader.publish.marking import Marker, told
from grader.publish.nbgrader.cells import ANSWER

Stamp = tuple[tuple[str, int, int], ...]  # path, time of the last change, bytes

_kept: dict[str, tuple[Stamp, Marker]] = {}  # by the course's folder; processes end with this one


class CourseGrader(NbGraderPreprocessor):
    """In the place of nbgrader's execution and of its reading marks from outputs."""

    course = Unicode("", help="The folder of course.yml.").tag(config=True)
    allow_unsafe = Bool(
        False, help="Grade where there is no sandbox, and code could read the solutions."
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Grade a notebook; its mark goes to the gradebook, the report into its last cell."""
        about = resources["nbgrader"]
        marker = _marker(self.course)
        if marker.isolation().startswith(UNSAFE) and not self.allow_unsafe:
            raise GraderError("no sandbox on this machine; see CourseGrader.allow_unsafe")
        report = marker.mark({about["notebook"]: _source(nb)}, about["student"])
        cell = next(cell for cell in reversed(nb.cells) if "points" in _marks(cell))
        cell.outputs = [_shown(told(report))]
        self._save(report, about, _marks(cell)["grade_id"])
        return nb, resources

    def _save(self, report: Report, about: dict[str, Any], name: str) -> None:
        where = (about["notebook"], about["assignment"])
        with Gradebook(about["db_url"]) as gradebook:
            grade = gradebook.find_grade(name, *where, about["student"])
            grade.auto_score = _score(report, grade.max_score)
            # Without a score, or where a person has marked it before, a person must look at it.
            grade.needs_manual_grade = grade.auto_score is None or grade.manual_score is not None
            if grade.auto_score is None:
                self.log.error("%s of %s: could not be graded", about["notebook"], about["student"])
            gradebook.db.commit()


def _score(report: Report, points: float) -> float | None:
    """What was earned, of nbgrader's points; None where we could not judge everything."""
    (graded,) = report.exercises
    if any(result.verdict is Verdict.ERROR for result in graded.results):
        return None
    if graded.score.possible == points:
        return graded.score.earned
    return points * graded.score.earned / graded.score.possible  # course.yml has changed since


def _source(nb: Any) -> bytes | None:
    """The code that is graded, by the rule for every submitted notebook; None: there is none."""
    cells = [
        {
            "cell_type": cell.cell_type,
            "source": cell.source,
            "metadata": {"nbgrader": {"solution": ANSWER in cell.metadata.get("tags", [])}},
        }
        for cell in nb.cells
        if "points" not in _marks(cell)
    ]
    try:
        return source_of(json.dumps({"cells": cells}).encode())
    except Unreadable:
        return None


def _marks(cell: Any) -> dict[str, Any]:
    marks: dict[str, Any] = cell.metadata.get("nbgrader", {})
    return marks


def _shown(text: str) -> Any:
    from nbformat.v4 import new_output

    return new_output("stream", name="stdout", text=text)


def _marker(course: str) -> Marker:
    """One for all notebooks, until the course changes: formgrader's server may run for days."""
    root = Path(course)
    stamp = _stamp(root)
    kept = _kept.get(course)
    if kept is not None and kept[0] == stamp:
        return kept[1]
    if kept is not None:
        kept[1].close()
    marker = Marker(root)
    _kept[course] = stamp, marker
    return marker


def _stamp(root: Path) -> Stamp:
    """What is different as soon as a file of the course is."""
    paths = [root / "course.yml", *sorted((root / "solutions").rglob("*.py"))]
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in paths)
