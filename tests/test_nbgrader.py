"""Real nbgrader on the published course: from the source to the marks, whatever is handed in."""

import csv
import getpass
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.course import load_course
from grader.publish.artefact import read_tree, write_folder
from grader.publish.leaks import find_leaks, fingerprints_of
from grader.publish.marking import Marker
from grader.publish.nbgrader.source import nbgrader_course
from grader.publish.notebooks import make_notebook
from tests.support import PARTLY as PARTLY_FILE
from tests.support import PARTLY_POINTS, ROOT
from tests.support import STRIDE_POINTS as POINTS

pytest.importorskip("nbgrader", reason="nbgrader is not installed: pip install -e '.[nbgrader]'")

from nbgrader.api import Gradebook

SOLUTION = (ROOT / "solutions/stride/stride.py").read_text()
PARTLY = PARTLY_FILE.read_text()
ANN = getpass.getuser()  # the one who uses the exchange
FORGED = ["nan", "-1", "True", "None", "1000", "np.float64(2.5)", "'15'"]

Notebook = dict[str, Any]


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


def blank(home: Path) -> Notebook:
    """What a student gets."""
    course = load_course(home / "course.yml")
    starter = (home / "exercises/stride/stride.py").read_text(encoding="utf-8")
    notebook: Notebook = json.loads(make_notebook(home, course.exercises[1], "en", starter))
    return notebook


def cell_of(notebook: Notebook, name: str) -> dict[str, Any]:
    marked = [
        c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == name
    ]
    (cell,) = marked
    found: dict[str, Any] = cell
    return found


def with_answer(home: Path, answer: str) -> Notebook:
    notebook = blank(home)
    cell_of(notebook, "stride-solution")["source"] = answer
    return notebook


def result(text: str) -> dict[str, Any]:
    data = {"text/plain": text}
    return {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}


def forged(home: Path) -> Notebook:
    """No work, and full marks wherever one can write them."""
    notebook = with_answer(home, "def conv2d(image, kernel, stride=1):\n    return image\n")
    mark = cell_of(notebook, "stride")
    mark["metadata"]["nbgrader"] |= {"points": 1000, "checksum": "0", "locked": False}
    mark |= {"source": "15", "outputs": [result(text) for text in FORGED]}
    copies = [json.loads(json.dumps(mark)) | {"id": f"copy-{i}"} for i in range(3)]
    for copy, name in zip(copies, ("stride", "more", "stride-solution"), strict=True):
        copy["metadata"]["nbgrader"]["grade_id"] = name
    notebook["cells"] += copies
    notebook["metadata"]["kernelspec"] = {"name": "evil", "display_name": "e", "language": "sh"}
    return notebook


def bare(home: Path) -> Notebook:
    """Right, but everything that nbgrader looks for is gone."""
    notebook = with_answer(home, SOLUTION)
    mark = cell_of(notebook, "stride")
    notebook["cells"] = [cell for cell in notebook["cells"] if cell is not mark]
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    return notebook


WARNS = "import sys, warnings\nprint('hello')\nprint('oh', file=sys.stderr)\nwarnings.warn('x')\n"
ANSWERS = {
    "ben": (PARTLY, PARTLY_POINTS),
    "cid": (WARNS + SOLUTION, POINTS),
    "fay": ("while True:\n    pass\n", 0.0),
    "hal": ("import os\nos._exit(0)\n", 0.0),
    "ida": ("%matplotlib inline\n" + SOLUTION, POINTS),
    "joe": ("def conv2d(:\n", 0.0),
}


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


def run(books: Path, *commands: str) -> None:
    """They all work."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # nbgrader calls alembic
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(ROOT / "tests/nbgrader_commands.py"), json.dumps(commands)]
    done = subprocess.run(
        command, cwd=books, env=environment, capture_output=True, text=True, timeout=300
    )
    codes = json.loads(done.stdout.splitlines()[-1]) if done.stdout else []
    assert codes == [0] * len(commands), f"{commands}\n{codes}\n{done.stderr[-6000:]}"


def scores(books: Path) -> dict[str, float]:
    with (books / "grades.csv").open() as file:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}


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


def test_formgrader_can_read_the_books(books: Path) -> None:
    code = f"""
import json
from nbgrader.apps.api import NbGraderAPI
from traitlets.config import Config

config = Config()
config.CourseDirectory.root = {str(books)!r}
api = NbGraderAPI(config=config)
assignment = api.get_assignment("stride")
unsure = [one["student"] for one in api.get_submissions("stride") if one["needs_manual_grade"]]
print(json.dumps([assignment["average_score"], assignment["max_score"], unsure]))
"""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env=os.environ | {"PATH": path},
    )
    average, most, unsure = json.loads(done.stdout.splitlines()[-1])
    values = scores(books).values()
    assert (average, most, unsure) == (pytest.approx(sum(values) / len(values)), POINTS, [])


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
def server() -> Iterator[str]:
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


def test_the_books_can_be_a_postgresql_server(home: Path, server: str, tmp_path: Path) -> None:
    books = tmp_path / "books"
    write_folder(books, nbgrader_course(home, load_course(home / "course.yml"), "en"))
    folder = books / "submitted/ben/stride"
    folder.mkdir(parents=True)
    (folder / "stride.ipynb").write_text(json.dumps(with_answer(home, PARTLY)))
    commands = ("generate_assignment stride --create", "autograde stride", "export")
    run(books, *(f"{command} --db {server}" for command in commands))
    assert scores(books) == {"ben": PARTLY_POINTS}
    assert not (books / "gradebook.db").exists()
    with Gradebook(server) as gradebook:
        assert gradebook.find_submission("stride", "ben").score == PARTLY_POINTS
