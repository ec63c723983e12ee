"""The cells that were run → the code of an exercise, by the rules for submitted notebooks.

Which cell is the answer is not marked here: it is the last one that defines a function that the
exercise asks for.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from grader.notebook.needed import needed
from grader.notebook.source import definitions, python_of


def source_of_cells(cells: Sequence[str], names: Sequence[str]) -> str:
    """What is graded.

    Args:
        cells: the text of each cell that was run, in order.
        names: the functions that the exercise asks for.

    Returns:
        Python code; empty if no cell defines any of them.
    """
    defined = [_names(cell) for cell in cells]
    answers = {
        max(number for number, found in enumerate(defined) if name in found)
        for name in names
        if any(name in found for found in defined)
    }
    if not answers:
        return ""
    aside = [
        part
        for number, cell in enumerate(cells)
        if number not in answers
        for part in definitions(cell)
    ]
    answer = "\n\n".join(python_of(cells[number]) for number in sorted(answers))
    return "\n\n".join([*needed(aside, answer), answer]) + "\n"


def functions_of(starter: str) -> list[str]:
    """The functions that a starter leaves to the learner."""
    return [
        node.name
        for node in ast.parse(starter).body
        if isinstance(node, ast.FunctionDef) and "NotImplementedError" in ast.dump(node)
    ]


def _names(cell: str) -> set[str]:
    """What a cell defines."""
    names: set[str] = set()
    for node in ast.parse("\n".join(definitions(cell))).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names
