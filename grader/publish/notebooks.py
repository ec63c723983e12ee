"""Handout, starter and sample tests → one notebook, in either language."""

from __future__ import annotations

import base64
import doctest
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.errors import UsageError
from grader.model import Exercise

Cell = dict[str, Any]

LANGUAGES = {"en": ("README.md", ""), "ko": ("README.ko.md", ".ko")}  # handout, ending of ours
SETUP = {
    "en": "# Run this cell first. In Colab, upload the student kit (a zip) when asked.",
    "ko": "# 이 셀을 먼저 실행하세요. Colab에서는 안내가 나오면 학생용 키트(zip)를 올리세요.",
}
SETUP_CODE = """\
import pathlib
import subprocess
import sys

here = pathlib.Path.cwd()
homes = [home for home in (here, *here.parents) if (home / "course.yml").is_file()]
if not homes and "google.colab" in sys.modules:
    import zipfile
    from google.colab import files

    for name in files.upload():
        zipfile.ZipFile(name).extractall("kit")
    homes = [here / "kit"]
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "-e", "kit"], check=True)
sys.path[:0] = map(str, homes)
%load_ext grader.notebook"""


def file_name(slug: str, language: str) -> str:
    """stride, ko → stride.ko.ipynb"""
    return f"{slug}{LANGUAGES[language][1]}.ipynb"


def make_notebook(root: Path, exercise: Exercise, language: str, source: str) -> bytes:
    """The notebook of one exercise.

    Args:
        root: the folder of course.yml.
        exercise: which one.
        language: en or ko.
        source: what the learner's cell holds: the starter, or, for nbgrader, the solution with its
            markers.

    Returns:
        An .ipynb file, format 4.5, without outputs. Its cells for nbgrader follow schema 3.

    Raises:
        UsageError: if jupytext is not installed.
    """
    slug = exercise.slug
    handout = root / "exercises" / slug / LANGUAGES[language][0]
    cells = list(_handout_cells(handout, slug))
    place = _after_task(cells, slug)
    tests = (handout.parent / f"test_{slug}.py").read_text(encoding="utf-8")
    own = [
        _code(source.rstrip(), _marks(f"{slug}-solution", solution=True)),
        _code(f"%%samples {slug}\n{tests.rstrip()}"),
        _code(f"%grade {slug}", _marks(slug, locked=True, points=exercise.points)),
    ]
    setup = _code(f"{SETUP[language]}\n{SETUP_CODE}")
    cells = [cells[0], setup, *cells[1:place], *own, *cells[place:]]
    for number, cell in enumerate(cells):
        cell["id"] = f"{slug}-{number}".replace("_", "-")
    return _file(cells)


def _file(cells: list[Cell]) -> bytes:
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _handout_cells(handout: Path, slug: str) -> Iterator[Cell]:
    """One cell a section or example."""
    try:
        import jupytext
    except ImportError:
        raise UsageError("notebooks need jupytext: pip install -e '.[notebooks]'") from None
    for cell in jupytext.reads(handout.read_text(encoding="utf-8"), fmt="md").cells:
        if cell.cell_type == "code":
            yield from _example_cells(cell.source, slug)
        else:
            for section in re.split(r"\n(?=## )", cell.source):
                yield _text(section, handout.parent)


def _example_cells(source: str, slug: str) -> Iterator[Cell]:
    """A cell for each result, which is said in a comment; functions are here, not in a module."""
    lines: list[str] = []
    for example in doctest.DocTestParser().get_examples(source):
        if not re.match(rf"(from {slug} import|import {slug}$)", example.source.strip()):
            lines.append(example.source.rstrip())
        if example.want and lines:
            lines += [f"# {line}".rstrip() for line in example.want.rstrip().split("\n")]
            yield _code("\n".join(lines))
            lines = []
    if lines:
        yield _code("\n".join(lines))


def _text(text: str, folder: Path) -> Cell:
    """A text, its pictures inside it, its links to other handouts turned to their notebooks."""
    pictures: dict[str, dict[str, str]] = {}
    for name in re.findall(r"!\[[^\]]*\]\(([\w./-]+\.png)\)", text):
        data = base64.b64encode((folder / name).read_bytes()).decode()
        pictures[Path(name).name] = {"image/png": data}
        text = text.replace(f"]({name})", f"](attachment:{Path(name).name})")
    for other, (readme, ending) in LANGUAGES.items():
        own = file_name(folder.name, other)
        text = text.replace(f"]({readme})", f"]({own})")
        text = re.sub(rf"\]\(\.\./(\w+)/{re.escape(readme)}\)", rf"](\g<1>{ending}.ipynb)", text)
    cell: Cell = {"cell_type": "markdown", "metadata": {}, "source": text.strip()}
    return cell | ({"attachments": pictures} if pictures else {})


def _after_task(cells: list[Cell], slug: str) -> int:
    """Where the learner's cell goes: behind the section that says how to grade it.

    Where no section does, before the first example, which may need it.
    """
    for number, cell in enumerate(cells):
        section = cell["cell_type"] == "markdown" and cell["source"].startswith("## ")
        if section and f"`grade {slug}" in cell["source"]:
            return number + 1
    examples = (number for number, cell in enumerate(cells) if cell["cell_type"] == "code")
    return next(examples, len(cells))


def _code(source: str, marks: Cell | None = None) -> Cell:
    metadata = {"nbgrader": marks} if marks else {}
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata,
        "outputs": [],
        "source": source,
    }


def _marks(
    name: str, solution: bool = False, locked: bool = False, points: float | None = None
) -> Cell:
    """nbgrader's metadata, schema 3."""
    marks: Cell = {"grade": points is not None, "grade_id": name, "locked": locked}
    marks |= {"schema_version": 3, "solution": solution, "task": False}
    return marks if points is None else marks | {"points": points}
