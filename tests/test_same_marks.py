"""One submission, one mark: from `grade`, nbgrader, Gradescope, and a notebook's cell."""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from grader.grading import Grader
from grader.model import Course, Exercise, Graded, Report
from grader.notebook import magics
from grader.publish.artefact import write_folder
from grader.publish.gradescope.__main__ import grade_submission
from grader.publish.gradescope.results import results_of
from grader.publish.gradescope.upload import ASSIGNMENT, gradescope_upload
from grader.publish.notebooks import make_notebook
from tests.support import POINTS, ROOT

pytest.importorskip("nbgrader", reason="nbgrader is not installed: pip install -e '.[nbgrader]'")

from nbgrader.api import Gradebook

from grader.publish.nbgrader import marks as nbgrader_marks
from grader.publish.nbgrader.cells import CourseCells
from grader.publish.nbgrader.marks import CourseGrader

QUICK = ("missing", "crashed")  # verdicts that take little time, and often earn something


@pytest.fixture(scope="module")
def autograder(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """/autograder as Gradescope lays it out; its source is also the course that nbgrader uses."""
    place, home = tmp_path_factory.mktemp("course"), tmp_path_factory.mktemp("autograder")
    for folder in ("solutions", "exercises"):
        shutil.copytree(ROOT / folder, place / folder)
    shutil.copy(ROOT / "course.yml", place)
    write_folder(home / "source", gradescope_upload(place, course.exercises))
    (home / "submission").mkdir()
    yield home
    for _, marker in nbgrader_marks._kept.values():
        marker.close()
    nbgrader_marks._kept.clear()


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> str:
    """nbgrader's gradebook, empty; its URL."""
    url = f"sqlite:///{tmp_path_factory.mktemp('books')}/gradebook.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")  # for alembic
        with Gradebook(url) as gradebook:
            gradebook.add_student("kim")
    return url


def part_of_the_points(grader: Grader, exercise: Exercise) -> tuple[bytes, Graded]:
    """A submission that earns some points, or else the last that was tried; and what it earns."""
    folder = ROOT / "solutions" / exercise.slug / "submissions"
    for path in sorted(path for verdict in QUICK for path in (folder / verdict).glob("*.py")):
        graded = grader.grade(exercise, path, seed=1)
        if 0 < graded.score.earned < graded.score.possible:
            break
    return path.read_bytes(), graded


def from_a_notebook(monkeypatch: pytest.MonkeyPatch, slug: str, source: bytes) -> Graded:
    """What `%grade` says after a cell with this text was run."""
    reports: list[Report] = []
    monkeypatch.setattr(magics, "_cells", lambda: [source.decode(), f"%grade {slug}"])
    monkeypatch.setattr(
        magics, "print_report", lambda _, report, *__, **___: reports.append(report)
    )
    monkeypatch.chdir(ROOT)
    magics.grade_cells(slug, hint=False)
    (report,) = reports
    return report.exercises[0]


def from_gradescope(home: Path, slug: str, source: bytes) -> dict[str, float]:
    """The score of each test in results.json."""
    path = home / "submission" / f"{slug}.py"
    path.write_bytes(source)
    (home / "source" / ASSIGNMENT).write_text(json.dumps([slug]))
    results = results_of(grade_submission(home))
    path.unlink()
    assert results["score"] == pytest.approx(sum(test["score"] for test in results["tests"]))
    return {test["name"]: test["score"] for test in results["tests"]}


def from_nbgrader(url: str, home: Path, exercise: Exercise, source: bytes) -> float | None:
    """What our two steps write into a gradebook of nbgrader's."""
    slug = exercise.slug
    notebook = nbformat.reads(
        make_notebook(ROOT, exercise, "en", source.decode()).decode(), as_version=4
    )
    where = (slug, slug)  # notebook, assignment
    with Gradebook(url) as books:
        books.add_assignment(slug)
        books.add_notebook(*where)
        marks = {"cell_type": "code", "locked": True, "source": "", "checksum": ""}
        books.add_grade_cell(slug, *where, max_score=exercise.points, cell_type="code")
        books.add_source_cell(slug, *where, **marks)
        books.add_solution_cell(f"{slug}-solution", *where)
        books.add_source_cell(f"{slug}-solution", *where, **marks | {"locked": False})
        books.add_submission(slug, "kim")
    about = {"db_url": url, "assignment": slug, "notebook": slug, "student": "kim"}
    resources = {"nbgrader": about}
    for step in (CourseCells(), CourseGrader(course=str(home / "source"))):
        notebook, resources = step.preprocess(notebook, resources)
    with Gradebook(url) as books:
        score: float | None = books.find_grade(slug, *where, "kim").auto_score
        return score


@pytest.mark.filterwarnings("ignore:Object of type <Submitted")  # nbgrader and SQLAlchemy 2
@pytest.mark.parametrize("slug", POINTS)
def test_everywhere_the_same_marks(
    grader: Grader,
    exercises: dict[str, Exercise],
    autograder: Path,
    books: str,
    monkeypatch: pytest.MonkeyPatch,
    slug: str,
) -> None:
    exercise = exercises[slug]
    source, graded = part_of_the_points(grader, exercise)
    cell = from_a_notebook(monkeypatch, slug, source)
    tests = from_gradescope(autograder, slug, source)
    assert [(r.check, r.case, r.verdict) for r in cell.results] == [
        (r.check, r.case, r.verdict) for r in graded.results
    ]
    assert cell.score == graded.score
    assert sum(tests.values()) == pytest.approx(graded.score.earned)
    assert from_nbgrader(books, autograder, exercise, source) == graded.score.earned
    failed = {f"{graded.title}: {r.sentence}" for r in graded.results if r.verdict != "passed"}
    assert {name for name, points in tests.items() if points == 0} == failed
