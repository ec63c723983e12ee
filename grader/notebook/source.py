"""A submitted notebook → the Python code of its exercise.

What stands in the cells for solutions is taken as it is. Of all other code cells only what defines
something that it uses is kept: imports, functions, classes, constants. Plots, prints, magics and
trials do not belong to the answer, and would run, and fail, where only the answer is graded.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from typing import Any

from grader.errors import Unreadable
from grader.notebook.needed import needed, runnable

NOTEBOOK_BYTES = 16 << 20  # with the pictures in its outputs
CODE_CHARS = 512 << 10  # of all code cells together: to parse takes a thousand times the memory
DEFINES = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def source_of(notebook: bytes) -> bytes:
    """The code of a notebook (format 4), UTF-8.

    Raises:
        Unreadable: if it is no such notebook, or has no code.
    """
    try:
        cells = json.loads(notebook)["cells"]
        if sum(len(_text(cell)) for cell in cells if cell["cell_type"] == "code") > CODE_CHARS:
            raise Unreadable(f"its code cells hold more than {CODE_CHARS:,} characters")
        aside = [part for cell in cells for part in _aside(cell)]
        answer = "\n\n".join(part for cell in cells for part in _answer(cell))
        # Where no cell is marked as the answer, it is in one of the others.
        kept = needed(aside, answer) if answer.strip() else runnable(aside)
        source = "\n\n".join([*kept, answer]).encode()
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise Unreadable("it is no notebook that can be read (format 4)") from None
    if not source.strip():
        raise Unreadable("there is no code in the notebook")
    return source + b"\n"


def _answer(cell: dict[str, Any]) -> Iterator[str]:
    """What a cell for a solution holds."""
    if cell["cell_type"] == "code" and _marks(cell).get("solution"):
        yield python_of(_text(cell))


def _aside(cell: dict[str, Any]) -> Iterator[str]:
    """What any other cell defines; an answer that defines the same comes later, and wins."""
    marks = _marks(cell)
    if cell["cell_type"] == "code" and not marks.get("solution") and not marks.get("grade"):
        yield from definitions(_text(cell))


def _marks(cell: dict[str, Any]) -> dict[str, Any]:
    marks: dict[str, Any] = cell.get("metadata", {}).get("nbgrader", {})
    return marks


def _text(cell: dict[str, Any]) -> str:
    lines = cell["source"]
    return lines if isinstance(lines, str) else "".join(lines)


def python_of(text: str) -> str:
    """A cell without its magics, if it has any."""
    return text if _is_python(text) else _without_magics(text)


def definitions(text: str) -> Iterator[str]:
    """The statements of a cell that define something; a cell that is no Python has none."""
    plain = python_of(text)
    for statement in ast.parse(plain).body if _is_python(plain) else []:
        if isinstance(statement, DEFINES) or _is_constant(statement):
            yield ast.unparse(statement)


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return True


def _is_constant(statement: ast.stmt) -> bool:
    """An assignment that calls nothing."""
    assigns = isinstance(statement, ast.Assign | ast.AnnAssign)
    return assigns and not any(isinstance(node, ast.Call) for node in ast.walk(statement))


def _without_magics(text: str) -> str:
    if text.lstrip().startswith("%%"):
        return ""
    return "\n".join(
        "" if line.lstrip().startswith(("%", "!", "?")) else line for line in text.split("\n")
    )
