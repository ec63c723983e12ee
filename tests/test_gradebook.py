"""nbgrader's gradebook holds the marks, once each, whoever else uses it meanwhile."""

import shutil
import sqlite3
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.autograde.gradebook import _is_new, write_gradebook
from grader.autograde.marks import Mark, Status
from grader.errors import GraderError, UsageError
from grader.model import Exercise
from tests.support import POINTS, ROOT

pytest.importorskip("nbgrader", reason="nbgrader is an extra: .[nbgrader]")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of what nbgrader imports
    from nbgrader.api import Gradebook

EXERCISES = [Exercise("convolution", "C", 15), Exercise("stride", "S", 10)]


def marks(*of_kim: Mark) -> dict[str, dict[str, Mark]]:
    nothing = {e.slug: Mark("lee", e.slug, Status.NOT_SUBMITTED, 0.0) for e in EXERCISES}
    kim = {e.slug: Mark("kim", e.slug, Status.GRADED, 7.5, lost=2.5) for e in EXERCISES}
    return {"kim": kim | {mark.slug: mark for mark in of_kim}, "lee": nothing}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook that nobody uses yet; to make one takes nbgrader seconds."""
    place = tmp_path_factory.mktemp("empty") / "gradebook.db"
    write_gradebook(str(place), [], {}, print)
    return place


@pytest.fixture
def place(empty: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(empty, tmp_path))


@pytest.fixture
def book(place: Path) -> Iterator[Gradebook]:
    with Gradebook(f"sqlite:///{place}", course_id="") as gradebook:
        yield gradebook


def write(place: Path, what: dict[str, dict[str, Mark]], patience: float = 60) -> list[str]:
    told: list[str] = []
    write_gradebook(str(place), EXERCISES, what, told.append, patience)
    return told


def test_marks_and_what_being_late_cost(place: Path, book: Gradebook) -> None:
    assert write(place, marks()) == []
    submission = book.find_submission("convolution", "kim")
    assert (submission.score, submission.max_score) == (10, 15)
    assert submission.late_submission_penalty == 2.5
    assert not submission.needs_manual_grade
    assert len(book.assignment_submissions("convolution")) == 1  # lee handed in nothing
    assert [student.id for student in book.students] == ["kim"]


def test_writing_again_changes_what_changed_and_nothing_else(place: Path, book: Gradebook) -> None:
    write(place, marks())
    grade = book.find_grade("stride", "stride", "stride", "kim")
    grade.manual_score = 1.0
    book.db.commit()
    write(place, marks(Mark("kim", "convolution", Status.GRADED, 15.0)))
    book.db.expire_all()
    assert book.find_submission("convolution", "kim").score == 15
    assert book.find_submission("stride", "kim").score == 1  # by hand: stays
    assert len(book.assignments) == 2


@pytest.mark.parametrize("status", [Status.ERROR, Status.INCOMPLETE, Status.UNREADABLE])
def test_what_is_no_mark_is_not_written(place: Path, book: Gradebook, status: Status) -> None:
    write(place, marks(Mark("kim", "convolution", status, None)))
    assert book.assignment_submissions("convolution") == []
    assert len(book.assignment_submissions("stride")) == 1


def test_an_assignment_that_nbgrader_made_is_used(place: Path, book: Gradebook) -> None:
    book.add_assignment("convolution")
    book.add_notebook("convolution", "convolution")
    one = ("convolution", "convolution", "convolution")
    book.add_grade_cell(*one, max_score=15, cell_type="code")
    book.add_solution_cell("convolution-solution", "convolution", "convolution")
    write(place, marks())
    assert book.find_submission("convolution", "kim").score == 10


def test_an_assignment_of_something_else_is_refused(place: Path, book: Gradebook) -> None:
    book.add_assignment("convolution")
    book.add_notebook("homework", "convolution")
    book.add_grade_cell("q1", "homework", "convolution", max_score=3, cell_type="code")
    with pytest.raises(UsageError, match=r"it has: q1 \(3\)"):
        write(place, marks())


def test_a_locked_gradebook_is_waited_for(place: Path, book: Gradebook) -> None:
    other = sqlite3.connect(place, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    release = threading.Timer(7, other.rollback)
    release.start()
    assert write(place, marks()) == [f"waiting for {place}: another program has locked it"]
    release.join()
    other.close()
    assert book.find_submission("convolution", "kim").score == 10


def test_one_that_stays_locked_is_reported_and_nothing_is_lost(
    place: Path, book: Gradebook
) -> None:
    write(place, marks())
    other = sqlite3.connect(place)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(GraderError, match=r"locked by another program .* The marks are kept"):
        write(place, marks(Mark("kim", "convolution", Status.GRADED, 15.0)), patience=1)
    other.rollback()
    other.close()
    assert book.find_submission("convolution", "kim").score == 10  # none, not half
    write(place, marks(Mark("kim", "convolution", Status.GRADED, 15.0)))
    book.db.expire_all()
    assert book.find_submission("convolution", "kim").score == 15


def test_course_autograde_writes_them(place: Path, book: Gradebook, tmp_path: Path) -> None:
    (tmp_path / "class/kim").mkdir(parents=True)
    shutil.copy(ROOT / "solutions/convolution/convolution.py", tmp_path / "class/kim")
    arguments = ["autograde", str(tmp_path / "class"), "convolution", "--gradebook", str(place)]
    arguments += ["--to", str(tmp_path / "marks"), "--secret", str(tmp_path / "secret")]
    done = subprocess.run(
        [sys.executable, "-c", "from cli import course; course()", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert f"gradebook: 1 marks in {place}" in done.stdout
    assert book.find_submission("convolution", "kim").score == POINTS["convolution"]


def test_what_is_no_gradebook(tmp_path: Path) -> None:
    for text in ("short", "no database" * 100):
        (tmp_path / "text.db").write_text(text)
        with pytest.raises(UsageError, match="the file is no SQLite database"):
            write(tmp_path / "text.db", marks())
        assert (tmp_path / "text.db").read_text() == text
    with pytest.raises(UsageError, match="unable to open"):
        write(tmp_path / "no/such/folder.db", marks())


def test_a_gradebook_that_was_not_there_is_said_to_be_new(tmp_path: Path) -> None:
    place = tmp_path / "gradbook.db"
    assert write(place, marks()) == [f"new gradebook: {place}"]
    assert write(place, marks()) == []
    assert [_is_new(f"sqlite:///{path}") for path in (place, tmp_path / "none.db")] == [False, True]
    assert not _is_new("postgresql://somewhere/gradebook")


def test_nbgrader_exports_them(place: Path, tmp_path: Path) -> None:
    write(place, marks())
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "export", f"--CourseDirectory.root={tmp_path}"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=60,
    )
    rows = (tmp_path / "grades.csv").read_text().splitlines()
    head = rows[0].split(",")
    row = dict(zip(head, rows[1].split(","), strict=True))
    assert (row["assignment"], row["student_id"]) == ("convolution", "kim")
    assert (row["score"], row["raw_score"]) == ("7.5", "10.0")
