"""A submitted notebook → the Python code of its exercise.

What stands in the cells for solutions is taken as it is. Of all other code cells only what defines
something is kept: imports, functions, classes, constants. Plots, prints, magics and trials do not
belong to the answer, and would run, and fail, where only the answer is graded.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from typing import Any

from grader.errors import Unreadable

NOTEBOOK_BYTES = 16 << 20  # with the pictures in its outputs
DEFINES = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def source_of(notebook: bytes) -> bytes:
    """The code of a notebook (format 4), UTF-8.

    Raises:
        Unreadable: if it is no such notebook, or has no code.
    """
    try:
        cells = json.loads(notebook)["cells"]
        parts = [part for cell in cells for part in _code(cell)]
        source = "\n\n".join(parts).encode()
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise Unreadable("it is no notebook that can be read (format 4)") from None
    if not source.strip():
        raise Unreadable("there is no code in the notebook")
    return source + b"\n"


def _code(cell: dict[str, Any]) -> Iterator[str]:
    if cell["cell_type"] != "code":
        return
    lines = cell["source"]
    text = lines if isinstance(lines, str) else "".join(lines)
    marks = cell.get("metadata", {}).get("nbgrader", {})
    if marks.get("solution"):
        yield python_of(text)
    elif not marks.get("grade"):
        yield from definitions(text)


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
