"""A class that hands in notebooks, honest, broken and forged; and nbgrader's commands."""

import csv
import getpass
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from grader.course import load_course
from grader.publish.notebooks import make_notebook
from tests.support import PARTLY as PARTLY_FILE
from tests.support import PARTLY_POINTS, ROOT
from tests.support import STRIDE_POINTS as POINTS

SOLUTION = (ROOT / "solutions/stride/stride.py").read_text()
PARTLY = PARTLY_FILE.read_text()
ANN = getpass.getuser()  # the one who uses the exchange
FORGED = ["nan", "-1", "True", "None", "1000", "np.float64(2.5)", "'15'"]

Notebook = dict[str, Any]


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
