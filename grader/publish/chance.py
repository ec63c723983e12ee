"""Submissions whose answers may be others next time: a kit that knew them would change, too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

# What shares work out among threads, draws lots, or asks for the time or an address.
CHANCE = {
    *("concurrent", "threading", "multiprocessing", "prange"),
    *("random", "secrets", "urandom"),
    *("time", "id", "ctypes", "__array_interface__"),
}


def may_change(path: Path) -> bool:
    """Whether a file's answers may differ from run to run, going by the names that it uses.

    Asking twice would not tell: threads that race agree now and then.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(not CHANCE.isdisjoint(name.split(".")) for name in _names(tree))


def _names(tree: ast.AST) -> Iterator[str]:
    """Of everything that is imported, looked up or taken out of something."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.alias):
            yield node.name
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id
