"""The cells that were run → the code of an exercise.

The last cell that defines a function of the exercise is taken as it is, for each of them. Of other
cells only what they define is kept: imports, functions, classes, constants. Plots and trials do not
belong to the answer.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

DEFINES = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def source_of(cells: Sequence[str], names: Sequence[str]) -> str:
    """What is graded.

    Args:
        cells: the text of each cell that was run, in order.
        names: the functions that the exercise asks for.

    Returns:
        Python code; empty if no cell defines any of them.
    """
    answers = {
        found[-1]
        for name in names
        if (found := [i for i, cell in enumerate(cells) if name in _defined(cell)])
    }
    if not answers:
        return ""
    parts = [
        cell if index in answers else "\n".join(_definitions(cell, names))
        for index, cell in enumerate(cells)
    ]
    return "\n\n".join(part for part in parts if part.strip()) + "\n"


def functions_of(source: str) -> list[str]:
    """The functions that a starter asks for: those that are not written yet."""
    return [
        node.name
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and "NotImplementedError" in ast.dump(node)
    ]


def _statements(cell: str) -> list[ast.stmt]:
    try:
        return ast.parse(cell).body
    except (SyntaxError, ValueError):  # magics, or a slip that Python has reported already
        return []


def _defined(cell: str) -> set[str]:
    names: set[str] = set()
    for node in _statements(cell):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        if isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names


def _definitions(cell: str, names: Sequence[str]) -> Iterator[str]:
    for node in _statements(cell):
        constant = isinstance(node, ast.Assign | ast.AnnAssign) and not any(
            isinstance(inner, ast.Call) for inner in ast.walk(node)
        )
        if (isinstance(node, DEFINES) or constant) and getattr(node, "name", "") not in names:
            yield ast.unparse(node)
