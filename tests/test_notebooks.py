"""Notebooks: one for each handout and language, valid, running, and grading as the command does."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from grader.grading import Grader
from grader.model import Course, Exercise
from grader.notebook.history import functions_of, source_of_cells
from grader.practice import PUBLIC_SEED
from grader.publish.artefact import zipped
from grader.publish.notebooks import LANGUAGES, file_name, make_notebook
from tests.support import PARTLY as WRONG
from tests.support import PARTLY_POINTS, ROOT, STRIDE_POINTS


def starter(slug: str) -> str:
    return (ROOT / "exercises" / slug / f"{slug}.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_exercise_has_a_valid_notebook(course: Course, language: str) -> None:
    for exercise in course.exercises:
        content = make_notebook(ROOT, exercise, language, starter(exercise.slug))
        notebook = parsed(content)
        nbformat.validate(notebook)
        cells = {cell.metadata.nbgrader.grade_id: cell for cell in marked(notebook)}
        assert cells.keys() == {f"{exercise.slug}-solution", exercise.slug}
        assert cells[exercise.slug].metadata.nbgrader.points == exercise.points
        assert cells[f"{exercise.slug}-solution"].source == starter(exercise.slug).rstrip()
        images = [c for c in notebook.cells if "attachments" in c]
        assert images
        text = "\n".join(cell.source for cell in notebook.cells)
        assert "](figure.png)" not in text
        assert ">>>" not in "\n".join(c.source for c in notebook.cells if c.cell_type == "code")
        links = re.findall(r"\]\((\w+(?:\.ko)?\.ipynb)\)", text)
        names = {file_name(e.slug, lang) for e in course.exercises for lang in LANGUAGES}
        assert links
        assert set(links) <= names


def parsed(content: bytes) -> Any:
    read: Any = nbformat.reads  # it has no types
    return read(content.decode(), as_version=4)


def marked(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if "nbgrader" in cell.metadata]


def test_nbgrader_finds_its_cells_valid(exercises: dict[str, Exercise]) -> None:
    pytest.importorskip("nbgrader", reason="nbgrader is not installed")
    from nbgrader.nbgraderformat import MetadataValidator

    content = make_notebook(ROOT, exercises["stride"], "ko", starter("stride"))
    for cell in marked(parsed(content)):
        MetadataValidator().validate_cell(cell)
        assert cell.metadata.nbgrader.schema_version == 3


def run_notebook(kit: Path, language: str, answer: str, examples: bool) -> tuple[str, Any]:
    """Run a kit's notebook with an answer in the learner's cell; all of its text output.

    The examples, which follow on the grade cell, take long with slow code.
    """
    from nbclient import NotebookClient

    path = kit / "notebooks" / file_name("stride", language)
    notebook = parsed(path.read_bytes())
    for cell in marked(notebook):
        if cell.metadata.nbgrader.solution:
            cell.source = answer
    last = next(i for i, cell in enumerate(notebook.cells) if cell.source == "%grade stride")
    notebook.cells = notebook.cells if examples else notebook.cells[: last + 1]
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": path.parent}}).execute()
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    texts = [out.get("text", "") or out.get("data", {}).get("text/plain", "") for out in outputs]
    return re.sub(r"\x1b\[[\d;]*m", "", "\n".join(texts)), notebook


def test_a_notebook_runs_and_its_examples_come_out_as_it_says(kit_folder: Path) -> None:
    answer = (ROOT / "solutions/stride/stride.py").read_text()
    text, notebook = run_notebook(kit_folder, "ko", answer, examples=True)
    assert "9 passed" in text
    assert re.search(rf"✓ +stride +passed +{STRIDE_POINTS:g} / {STRIDE_POINTS:g}", text)
    assert "Well done" in text
    said = [
        (cell.outputs[0].data["text/plain"], cell.source.split("\n")[-1])
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.source.split("\n")[-1].startswith("# ")
    ]
    assert len(said) > 5
    # One of them says that code is fast, which a busy machine need not confirm.
    assert [pair for pair in said if pair[1] not in (f"# {pair[0]}", "# True")] == []


def test_the_grade_cell_says_what_the_command_says(
    kit_folder: Path, practice: Grader, exercises: dict[str, Exercise]
) -> None:
    text, _ = run_notebook(kit_folder, "en", WRONG.read_text(), examples=False)
    graded = practice.grade(exercises["stride"], WRONG, PUBLIC_SEED)
    failed = next(result for result in graded.results if result.verdict != "passed")
    flat = " ".join(text.split())
    assert " ".join(failed.diagnosis.split()) in flat
    assert " ".join(failed.message.split("\n")[0].split()) in flat
    assert f"{graded.score.earned:g} / {graded.score.possible:g}" in flat


HISTORY = {
    "the last one counts": (
        ["def f(x):\n    return 1", "print(f(1))", "def f(x):\n    return 2"],
        "def f(x):\n    return 2\n",
    ),
    "definitions around it": (
        ["import numpy as np\nx = np.ones(3)\nK = 3", "def f(x):\n    return np.abs(x) + K"],
        "import numpy as np\n\nK = 3\n\ndef f(x):\n    return np.abs(x) + K\n",
    ),
    "through others": (
        [
            "K = 3\ndef g(x):\n    return h(x)\ndef h(x):\n    return x",
            "def f(x):\n    return g(x)",
        ],
        "def g(x):\n    return h(x)\n\ndef h(x):\n    return x\n\ndef f(x):\n    return g(x)\n",
    ),
    "what cannot run": (
        [
            "x[0] = 3\ndef g(x=data):\n    return x\nclass A(g): pass",
            "def f(x):\n    return g(x), A",
        ],
        "def f(x):\n    return g(x), A\n",
    ),
    "no Python after all": (
        ["def g(x, x):\n    return x", "def f(x):\n    return g(x)"],
        "def f(x):\n    return g(x)\n",
    ),
    "all of a module": (
        ["from numpy import *", "def f(x):\n    return abs(x)"],
        "from numpy import *\n\ndef f(x):\n    return abs(x)\n",
    ),
    "a comprehension at once": (
        ["M = 2\nN = [M for i in (1, 2)]\nP = [Q for i in (1, 2)]", "def f(x):\n    return N, P"],
        "M = 2\n\nN = [M for i in (1, 2)]\n\ndef f(x):\n    return N, P\n",
    ),
    "a slip and magics": (["def f(:", "%%samples f\nassert f(1)", "!ls"], ""),
    "never run": (["import numpy"], ""),
    "assigned": (["f = lambda x: 1"], "f = lambda x: 1\n"),
}


@pytest.mark.parametrize(("cells", "source"), HISTORY.values(), ids=HISTORY)
def test_what_is_graded_follows_from_the_cells_that_were_run(cells: list[str], source: str) -> None:
    assert source_of_cells(cells, ["f"]) == source


def test_a_starter_tells_what_is_asked_for() -> None:
    assert functions_of(starter("padding")) == ["output_size", "conv2d"]


def test_notebooks_are_json_that_sorts_the_same_way_every_time(
    exercises: dict[str, Exercise],
) -> None:
    first = make_notebook(ROOT, exercises["stride"], "en", starter("stride"))
    assert first == make_notebook(ROOT, exercises["stride"], "en", starter("stride"))
    assert json.loads(first)["nbformat"] == 4


COLAB = """
import pathlib, subprocess, sys, types

files = types.ModuleType("google.colab.files")
files.upload = lambda: {"kit.zip": pathlib.Path("kit.zip").read_bytes()}
colab = types.ModuleType("google.colab")
colab.files = files
sys.modules |= {"google": types.ModuleType("google"), "google.colab": colab}
installed = []
subprocess.run, run = lambda command, **_: installed.append(command), subprocess.run

from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance()
setup, answer = (pathlib.Path(name).read_text() for name in ("setup.txt", "answer.txt"))
for cell in (setup, answer, "%grade stride"):
    shell.run_cell(cell, store_history=True).raise_error()
assert installed[0][-4:] == ["install", "-q", "-e", "kit"], installed
"""


def test_in_colab_the_kit_is_uploaded(kit: dict[str, bytes], tmp_path: Path) -> None:
    notebook = parsed(kit["notebooks/stride.ipynb"])
    (setup,) = [cell.source for cell in notebook.cells if "google.colab" in cell.source]
    (tmp_path / "kit.zip").write_bytes(zipped(kit))
    (tmp_path / "setup.txt").write_text(setup)
    (tmp_path / "answer.txt").write_text(WRONG.read_text())
    environment = {**os.environ, "IPYTHONDIR": str(tmp_path / "ipython")}
    done = subprocess.run(
        [sys.executable, "-c", COLAB],
        cwd=tmp_path,
        env={name: value for name, value in environment.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert re.search(rf"stride +wrong +{PARTLY_POINTS:g} / {STRIDE_POINTS:g}", done.stdout)
