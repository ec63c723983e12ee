"""Real nbgrader on the published course: from the source to the marks, whatever is handed in."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.course import load_course
from grader.publish.artefact import read_tree, write_folder
from grader.publish.leaks import find_leaks, fingerprints_of
from grader.publish.marking import Marker
from grader.publish.nbgrader.source import nbgrader_course
from tests.formgrader import Formgrader, formgrader
from tests.nbgrader_class import (
    ANN,
    ANSWERS,
    PARTLY,
    SOLUTION,
    bare,
    blank,
    forged,
    run,
    scores,
    with_answer,
)
from tests.support import PARTLY_POINTS, ROOT
from tests.support import POINTS as POINTS_OF
from tests.support import STRIDE_POINTS as POINTS

pytest.importorskip("nbgrader", reason="nbgrader is not installed: pip install -e '.[nbgrader]'")

from nbgrader.api import Gradebook


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the course, which gets a secret of its own; its patience is short."""
    home = tmp_path_factory.mktemp("course")
    for folder in ("solutions", "exercises"):
        shutil.copytree(ROOT / folder, home / folder)
    text = (ROOT / "course.yml").read_text(encoding="utf-8")
    patience = "slug: stride\n    call_seconds: 1\n    total_seconds: 3"
    (home / "course.yml").write_text(text.replace("slug: stride", patience), encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def marker(home: Path) -> Iterator[Marker]:
    running = Marker(home)
    yield running
    running.close()


@pytest.fixture(scope="module")
def books(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course directory of nbgrader in which everything has been done."""
    books, place = tmp_path_factory.mktemp("nbgrader") / "books", tmp_path_factory.mktemp("ann")
    write_folder(books, nbgrader_course(home, load_course(home / "course.yml"), "en"))
    handed_in = {
        **{name: with_answer(home, answer) for name, (answer, _) in ANSWERS.items()},
        "dan": forged(home),
        "eva": bare(home),
        "gus": blank(home) | {"cells": []},
    }
    for student, notebook in handed_in.items():
        folder = books / "submitted" / student / "stride"
        folder.mkdir(parents=True)
        (folder / "stride.ipynb").write_text(json.dumps(notebook))
        (folder / "timestamp.txt").write_text("2026-11-20 12:00:00.000000 UTC")
    (place / "answer.ipynb").write_text(json.dumps(with_answer(home, SOLUTION)))
    exchange = place / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    where = f"--Exchange.root={exchange} --course conv2npu"
    run(
        books,
        "generate_assignment stride --create",
        f"release_assignment stride {where}",
        f"cd {place}",
        f"fetch_assignment stride {where}",
        f"copy {place}/answer.ipynb {place}/stride/stride.ipynb",
        f"submit stride {where}",
        f"cd {books}",
        f"collect stride {where}",
        "autograde stride",
        "generate_feedback stride",
        f"release_feedback stride --student {ANN} {where}",
        f"cd {place}",
        f"fetch_feedback stride {where}",
        f"cd {books}",
        "export",
    )
    assert list(place.glob("stride/feedback/*/stride.html"))
    return books


def test_what_is_released_is_what_students_get_and_gives_nothing_away(
    home: Path, books: Path
) -> None:
    released = json.loads((books / "release/stride/stride.ipynb").read_text())
    sources = ["".join(cell["source"]) for cell in released["cells"]]
    assert sources == [cell["source"] for cell in blank(home)["cells"]]
    artefact = read_tree(books, books / "release") | read_tree(books, books / "feedback")
    # Feedback shows a student's own code, which others took from the course for this test.
    own = ("release/", *(f"feedback/{name}/" for name in ("dan", "fay", "gus", "hal", "joe")))
    shown = {name: content for name, content in artefact.items() if name.startswith(own)}
    secret = (home / "solutions/.secret").read_text().strip()
    assert len([name for name in shown if name.endswith((".html", ".ipynb"))]) == 6
    assert find_leaks(shown, fingerprints_of(home, [secret])) == []


def test_the_marks_are_ours_exactly(books: Path, marker: Marker) -> None:
    expected = {name: points for name, (_, points) in ANSWERS.items()}
    expected |= {ANN: POINTS, "dan": 0.0, "eva": POINTS, "gus": 0.0}
    assert scores(books) == expected
    for student, answer in {ANN: SOLUTION, "ben": PARTLY}.items():
        report = marker.mark({"stride": answer.encode()}, student)
        assert report.score.earned == expected[student]


def test_the_feedback_is_what_grade_says(books: Path) -> None:
    page = (books / "feedback/ben/stride/stride.html").read_text()
    assert "You take a pair the wrong way round" in page
    assert "expected shape (2, 3), got shape (3, 2)" in page
    assert f"{PARTLY_POINTS:g} / {POINTS:g}" in page
    assert "--seed" not in page
    crash = (books / "feedback/hal/stride/stride.html").read_text()
    assert "the process ended itself (exit code 0)" in crash
    assert "stopped after 1 s before" in (books / "feedback/fay/stride/stride.html").read_text()
    assert "not written yet" in (books / "feedback/gus/stride/stride.html").read_text()


@pytest.fixture(scope="module")
def server(books: Path) -> Iterator[Formgrader]:
    """formgrader, with everything that has been done in the books."""
    with formgrader(books) as running:
        yield running


def test_formgrader_shows_the_assignment_and_the_marks(books: Path, server: Formgrader) -> None:
    assert "formgrader/static/js/manage_assignments.js" in server.page("/formgrader")
    assert "Manual Grading" in server.page("/formgrader/gradebook")
    assignments = {one["name"]: one for one in server.ask("GET", "assignments")}
    assert assignments.keys() == POINTS_OF.keys()
    marks, assignment = scores(books), assignments["stride"]
    assert (assignment["max_score"], assignment["num_submissions"]) == (POINTS, len(marks))
    assert assignment["average_score"] == pytest.approx(sum(marks.values()) / len(marks))
    submissions = server.ask("GET", "submissions/stride")
    assert {one["student"]: one["score"] for one in submissions} == marks
    assert [one["student"] for one in submissions if one["needs_manual_grade"]] == []


NOTEBOOKS = "submitted_notebooks/stride/stride"


def test_formgrader_shows_what_a_student_handed_in_and_what_we_said(server: Formgrader) -> None:
    notebook = server.find(NOTEBOOKS, "ben")["id"]
    page = server.page(f"/formgrader/submissions/{notebook}/")
    assert "You take a pair the wrong way round" in page
    assert "(7 of 8 cases fail)" in page
    (grade,) = server.ask("GET", f"grades?submission_id={notebook}")
    assert (grade["auto_score"], grade["max_score"]) == (PARTLY_POINTS, POINTS)


def test_formgrader_s_button_has_our_marks_and_keeps_what_a_person_gave(server: Formgrader) -> None:
    notebook = server.find(NOTEBOOKS, "ben")["id"]
    (grade,) = server.ask("GET", f"grades?submission_id={notebook}")
    by_hand, taken_back = ({"manual_score": score, "extra_credit": None} for score in (1.5, None))
    server.ask("PUT", f"grade/{grade['id']}", by_hand)
    assert server.ask("POST", "submission/stride/ben/autograde")["success"]
    ben = server.find("submissions/stride", "ben")
    assert (ben["score"], ben["needs_manual_grade"]) == (1.5, True)
    server.ask("PUT", f"grade/{grade['id']}", taken_back)
    ben = server.find("submissions/stride", "ben")
    assert (ben["score"], ben["needs_manual_grade"]) == (PARTLY_POINTS, False)


def test_a_server_that_runs_for_days_grades_with_the_checks_of_today(
    home: Path, server: Formgrader
) -> None:
    checks = home / "solutions/stride/checks.py"
    text = checks.read_text()
    found = []
    for today in (text.replace("image, weights = view(", "image, weights = viev("), text):
        checks.write_text(today)
        assert server.ask("POST", "submission/stride/cid/autograde")["success"]
        cid = server.find("submissions/stride", "cid")
        found.append((cid["score"], cid["needs_manual_grade"]))
    assert found == [(0, True), (POINTS, False)]


def test_what_could_not_be_judged_is_no_zero(home: Path, books: Path) -> None:
    checks = home / "solutions/stride/checks.py"
    text = checks.read_text()
    checks.write_text(text.replace("image, weights = view(", "image, weights = viev("))
    try:
        run(books, "autograde stride --student ben --force")
    finally:
        checks.write_text(text)
    with Gradebook(f"sqlite:///{books}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("stride", "stride", "stride", "ben")
        assert grade.auto_score is None
        assert grade.needs_manual_grade


@pytest.fixture
def database() -> Iterator[str]:
    """A PostgreSQL server of its own; its URL."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    programs = found[-1] if found else Path(shutil.which("initdb") or "/").parent
    if not (programs / "initdb").exists():
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    user = []
    if os.geteuid() == 0:  # it refuses to run as root
        shutil.chown(folder, "postgres")
        user = ["runuser", "-u", "postgres", "--"]
    data, log = str(folder / "data"), str(folder / "log")
    settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    control = [*user, str(programs / "pg_ctl"), "-D", data, "-w"]
    try:
        initdb = [*user, str(programs / "initdb"), "-D", data, "-A", "trust", "-U", "books"]
        subprocess.run(initdb, check=True, capture_output=True, cwd=folder)
        subprocess.run([*control, "-l", log, "-o", settings, "start"], check=True, cwd=folder)
        yield f"postgresql+psycopg://books@/postgres?host={folder}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


def test_the_books_can_be_a_postgresql_server(home: Path, database: str, tmp_path: Path) -> None:
    books = tmp_path / "books"
    write_folder(books, nbgrader_course(home, load_course(home / "course.yml"), "en"))
    folder = books / "submitted/ben/stride"
    folder.mkdir(parents=True)
    (folder / "stride.ipynb").write_text(json.dumps(with_answer(home, PARTLY)))
    commands = ("generate_assignment stride --create", "autograde stride", "export")
    run(books, *(f"{command} --db {database}" for command in commands))
    assert scores(books) == {"ben": PARTLY_POINTS}
    assert not (books / "gradebook.db").exists()
    with Gradebook(database) as gradebook:
        assert gradebook.find_submission("stride", "ben").score == PARTLY_POINTS
