"""A submission's kernels, and nothing else of it.

What a compiler or a card needs of a file are its kernels, its device functions, and the constants
and libraries that these name. The rest of the file's Python would only run beside the clock.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from grader.cuda import Module, Unsupported, parse_kernels
from grader.cuda.folding import MODULES, Constants, Opaque, fold, read_constants, resolve

NEVER_EVALUATED = "from __future__ import annotations; "  # the first line cannot begin a function


def excerpt(source: str) -> str:
    """The same text with blank lines where something else stood, so that line numbers stay.

    Args:
        source: of a submission.

    Raises:
        Unsupported: the interpreter cannot read it, or what is kept cannot be told from the rest.
    """
    module = parse_kernels(source)
    tree = ast.parse(source)
    known = read_constants(tree)
    lines = re.split(r"\r\n|\r|\n", source)  # as Python counts them
    kept = {line for node in tree.body for line in _lines(node, module, known)}
    for node in tree.body:
        if node.lineno in kept and not any(_lines(node, module, known)):
            raise Unsupported(node.lineno, "two statements on one line", "a line for each")
    chosen = [text if number in kept else "" for number, text in enumerate(lines, start=1)]
    return NEVER_EVALUATED + "\n".join(chosen)


def _lines(node: ast.stmt, module: Module, known: Constants) -> Iterator[int]:
    """The lines of a statement that are kept: of a kernel without its other decorators."""
    if isinstance(node, ast.FunctionDef) and node.name in module.functions:
        yield from _span(_jit(node, known))
        yield from _span(node)
    elif _is_library(node) or _is_constant(node, known):
        yield from _span(node)


def _span(node: ast.expr | ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _jit(node: ast.FunctionDef, known: Constants) -> ast.expr:
    """The decorator that makes it a kernel; to evaluate it calls nothing else."""
    for decorator in node.decorator_list:
        called = decorator if isinstance(decorator, ast.Call) else None
        if resolve(called.func if called else decorator, known) == "numba.cuda.jit":
            options = [item.value for item in called.keywords] if called else []
            if any(not isinstance(option, ast.Constant) for option in options):
                raise Unsupported(decorator.lineno, "an option that is computed", "a constant")
            return decorator
    raise ValueError(f"{node.name} has no @cuda.jit")


def _is_library(node: ast.stmt) -> bool:
    if isinstance(node, ast.Import):
        return all(alias.name in MODULES for alias in node.names)
    return isinstance(node, ast.ImportFrom) and not node.level and node.module in MODULES


def _is_constant(node: ast.stmt, known: Constants) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    plain = bool(targets) and all(isinstance(item, ast.Name | ast.Tuple) for item in targets)
    return plain and value is not None and not isinstance(fold(value, known), Opaque)
