"""What the names in a kernel mean: constants, functions beside it, words of numba and Python."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

import numpy as np

from grader.cuda.errors import Unsupported
from grader.cuda.folding import Constants, Listed, Opaque, fold, meaning
from grader.cuda.memory import constant
from grader.cuda.names import Path, spell
from grader.cuda.numbers import scalar
from grader.cuda.vocabulary import BUILTINS, CALLABLE, IDS, INSTEAD_OF_CALL, ONLY_OF_CUDA

MOST_ITEMS = 256  # of all tuples that a function holds
DIVISIONS = (ast.Div, ast.FloorDiv, ast.Mod)
GROWING = (ast.Add, ast.Sub, ast.Mult, ast.Pow, ast.LShift, ast.USub)


class DeviceName(str):
    """The name of a function beside the kernel."""

    __slots__ = ()


def symbols(
    inside: list[ast.AST], variables: frozenset[str], known: Constants
) -> Iterator[tuple[ast.AST, Any]]:
    """The meaning of each name and chain of attributes that is no variable.

    Raises:
        Unsupported: a name that nobody defined, or that no kernel may use.
    """
    for node in inside:
        if isinstance(node, ast.BinOp | ast.UnaryOp) and _is_folded(node):
            value = fold(node, {})
            if not isinstance(value, Opaque):
                yield node, _typed(value, "")
            else:
                _refuse_growth(node)
    within = {n.value for n in inside if isinstance(n, ast.Attribute)}
    typed: dict[str, Any] = {}  # what is named again and again is made once
    for node in inside:
        if not isinstance(node, ast.Name | ast.Attribute) or not isinstance(node.ctx, ast.Load):
            continue
        symbol = _meaning(node, variables, known)
        if symbol is None:
            continue
        if isinstance(symbol, Path) and node not in within:
            _check_path(node, symbol)
        name = spell(node)
        if name not in typed:
            typed[name] = _typed(symbol, name)
        yield node, typed[name]


def refuse_long(values: Iterable[Any], line: int, instead: str) -> None:
    """Count what tuples hold, with those in them.

    Raises:
        Unsupported: more than MOST_ITEMS values, each of which may hold a number for every thread.
    """
    seen = 0
    waiting = [value for value in values if isinstance(value, tuple)]
    while waiting:
        items = waiting.pop()
        seen += len(items)
        if seen > MOST_ITEMS:
            raise Unsupported(line, f"tuples of more than {MOST_ITEMS} values", instead)
        waiting += [item for item in items if isinstance(item, tuple)]


def _is_folded(node: ast.BinOp | ast.UnaryOp) -> bool:
    signed = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
    return (signed or isinstance(node, ast.BinOp)) and is_literal(node)


def _refuse_growth(node: ast.BinOp | ast.UnaryOp) -> None:
    """Arithmetic of literals with no value here; divisions by zero are the kernel's."""
    divides = any(isinstance(inner, DIVISIONS) for inner in ast.walk(node))
    if isinstance(node.op, GROWING) and not divides:
        what = f"{spell(node)}, which Python computes: it is beyond 64 bits, or not real"
        raise Unsupported(node.lineno, what, "smaller numbers, or floats such as 1e30")


def is_literal(node: ast.expr) -> bool:
    """Whether it is arithmetic of literals, which Python does before numba looks: 2**-1 is 0.5."""
    if isinstance(node, ast.BinOp):
        return is_literal(node.left) and is_literal(node.right)
    if isinstance(node, ast.UnaryOp):
        return is_literal(node.operand)
    return isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float)


def _typed(symbol: Any, name: str) -> Any:
    """A module's constant as kernels see it."""
    if isinstance(symbol, tuple):
        return tuple(_typed(item, name) for item in symbol)
    if isinstance(symbol, np.ndarray):
        return constant(name, symbol)
    plain = isinstance(symbol, bool | int | float) and not isinstance(symbol, np.generic)
    return scalar(symbol) if plain else symbol


def _meaning(node: ast.expr, variables: frozenset[str], known: Constants) -> Any:
    if isinstance(node, ast.Attribute):
        base = _meaning(node.value, variables, known)
        return meaning(base.child(node.attr)) if isinstance(base, Path) else None
    if not isinstance(node, ast.Name) or node.id in variables:
        return None
    if node.id not in known:
        if node.id in BUILTINS:
            return Path(f"builtins.{node.id}")
        raise Unsupported(
            node.lineno,
            f"the name {node.id}, which nothing defines",
            "define it, or import it above",
        )
    symbol = known[node.id]
    if isinstance(symbol, Opaque):
        raise Unsupported(node.lineno, f"{node.id} cannot be read: {symbol.why}", symbol.instead)
    if isinstance(symbol, Listed):
        raise Unsupported(node.lineno, f"the list {node.id} in a kernel", "a tuple, or np.array")
    refuse_long([symbol], node.lineno, "np.array")
    if isinstance(symbol, Path) and symbol in ONLY_OF_CUDA:
        what = f"{node.id} without cuda. before it, which numba does not compile"
        raise Unsupported(node.lineno, what, str(symbol).removeprefix("numba."))
    return symbol


def _check_path(node: ast.expr, path: Path) -> None:
    if path in CALLABLE or path in IDS:
        return
    what = f"{spell(node)} in a kernel"
    raise Unsupported(node.lineno, what, INSTEAD_OF_CALL.get(path, _advice(path)))


def _advice(path: Path) -> str:
    near = get_close_matches(path, CALLABLE | IDS, n=1, cutoff=0.9)
    if near and path.startswith("numba.cuda."):
        return f"{near[0].removeprefix('numba.')}, if that is meant"
    if path.startswith("numpy."):
        return "a loop over elements, or the function of math"
    if path.startswith("builtins."):
        return "a loop, if and arithmetic"
    return "what the course has shown of numba.cuda and math"


def fixed(
    inside: list[ast.AST],
    known: dict[ast.AST, Any],
    stored: Counter[str],
    parameters: tuple[str, ...],
) -> Iterator[tuple[str, int]]:
    """Variables with one assignment, of an integer constant: numba takes them for shapes, too."""
    for node in inside:
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            continue
        target, value = node.targets[0], node.value
        once = isinstance(target, ast.Name) and stored[target.id] == 1
        if isinstance(target, ast.Name) and once and target.id not in parameters:
            number = value.value if isinstance(value, ast.Constant) else known.get(value)
            if isinstance(number, int | np.integer) and not isinstance(number, bool):
                yield target.id, int(number)
