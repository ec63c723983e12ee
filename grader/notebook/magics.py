"""The commands of a notebook."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import msgspec

from grader.course import find_root, load_course
from grader.errors import GraderError, UsageError
from grader.grading import Grader, attempt_seed
from grader.model import Course, Exercise
from grader.notebook.history import functions_of, source_of_cells
from grader.practice import is_kit
from grader.report.terminal import print_report

SAMPLE_SECONDS = 120


def register(shell: Any) -> None:
    """Make the magics known."""
    shell.register_magic_function(_grade_line, "line", "grade")
    shell.register_magic_function(_samples, "cell", "samples")


def grade_cells(slug: str, hint: bool) -> None:
    """Grade the cells that were run, and show the report."""
    from rich.console import Console

    root = find_root(Path.cwd())
    course = load_course(root / "course.yml")
    try:
        exercise = _find(course, slug)
        with (
            tempfile.TemporaryDirectory() as folder,
            Grader(root, course, compiles=True) as grader,
        ):
            started, seed = time.time(), attempt_seed(root, None)
            graded = grader.grade(exercise, _written(root, slug, Path(folder)), seed)
            cell = f"your cell, which stands for exercises/{slug}/{slug}.py"
            graded = msgspec.structs.replace(graded, path=cell)
            report = grader.report([graded], seed, started)
    except (UsageError, GraderError) as error:
        print(f"Error: {error}")  # noqa: T201 - a traceback would say less
        return
    print_report(Console(highlight=False), report, hint, complete=False, again=not is_kit(root))


def _grade_line(line: str) -> None:
    """%grade SLUG [--hint]"""
    words = shlex.split(line)
    slugs = [word for word in words if word != "--hint"]
    if len(slugs) != 1:
        print("Usage: %grade EXERCISE [--hint]")  # noqa: T201
        return
    grade_cells(slugs[0], hint="--hint" in words)


def _samples(line: str, cell: str) -> None:
    """%%samples SLUG, then tests for pytest: run them with the functions of this notebook."""
    slug = line.strip()
    with tempfile.TemporaryDirectory() as folder:
        test = Path(folder, f"test_{slug}.py")
        test.write_text(cell, encoding="utf-8")
        _written(find_root(Path.cwd()), slug, Path(folder))
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "--color=no",
                "-p",
                "no:cacheprovider",
                test.name,
            ],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=SAMPLE_SECONDS,
        )
    print(done.stdout)  # noqa: T201


def _find(course: Course, slug: str) -> Exercise:
    for exercise in course.exercises:
        if exercise.slug == slug:
            return exercise
    known = ", ".join(exercise.slug for exercise in course.exercises)
    raise UsageError(f"there is no exercise {slug!r}: there are: {known}")


def _written(root: Path, slug: str, folder: Path) -> Path:
    """The code of the notebook as a file; the starter's, if no cell with code for it was run."""
    starter = root / "exercises" / slug / f"{slug}.py"
    path = folder / f"{slug}.py"
    source = source_of_cells(_cells(), functions_of(starter.read_text(encoding="utf-8")))
    if source:
        path.write_text(source, encoding="utf-8")
    else:
        shutil.copyfile(starter, path)
    return path


def _cells() -> list[str]:
    """Every cell that was run, in order."""
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    if shell is None:
        raise UsageError("there is no notebook here: use the command `grade`")
    return [str(cell) for cell in shell.history_manager.input_hist_raw]
