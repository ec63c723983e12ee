"""Looks through a function before it runs: only what a kernel may have, every name resolved."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

import numpy as np

from grader.cuda.folding import Constants, Opaque, fold, meaning
from grader.cuda.memory import constant
from grader.cuda.model import Unsupported
from grader.cuda.names import Path, spell
from grader.cuda.numbers import scalar
from grader.cuda.source import Function
from grader.cuda.vocabulary import (
    BUILTINS,
    CALLABLE,
    EXPRESSIONS,
    IDS,
    INSTEAD,
    INSTEAD_OF_CALL,
    STATEMENTS,
)

MOST_VARIABLES = 300  # of a function


class DeviceName(str):
    """The name of a function beside the kernel."""

    __slots__ = ()


def read_function(
    node: ast.FunctionDef,
    kind: Literal["kernel", "device"],
    constants: Constants,
    functions: frozenset[str],
) -> Function:
    """Check one function and resolve its names.

    Raises:
        Unsupported: with the line, what stands there and what to write instead.
    """
    parameters = _parameters(node)
    inside = [inner for statement in node.body for inner in ast.walk(statement)]
    for inner in inside:
        _check_node(inner, kind)
    stored = Counter(n.id for n in inside if isinstance(n, ast.Name) and _stores(n))
    variables = frozenset(parameters) | frozenset(stored)
    if len(variables) > MOST_VARIABLES:
        raise Unsupported(node.lineno, f"{len(variables)} variables", f"at most {MOST_VARIABLES}")
    known = constants | {name: DeviceName(name) for name in functions}
    symbols = dict(_symbols(inside, variables, known))
    for inner in inside:
        if isinstance(inner, ast.Call):
            _check_call(inner, symbols)
    fixed = dict(_fixed(inside, symbols, stored, parameters))
    defaults = _defaults(node, constants)
    return Function(node.name, kind, node, parameters, defaults, symbols, variables, fixed)


def _parameters(node: ast.FunctionDef) -> tuple[str, ...]:
    given = node.args
    if given.vararg or given.kwarg or given.kwonlyargs or given.posonlyargs:
        raise Unsupported(node.lineno, "* or / among the parameters", "plain parameters")
    return tuple(item.arg for item in given.args)


def _defaults(node: ast.FunctionDef, constants: Constants) -> dict[str, Any]:
    with_default = node.args.args[len(node.args.args) - len(node.args.defaults) :]
    found = {}
    for item, value in zip(with_default, node.args.defaults, strict=True):
        folded = fold(value, constants)
        if not isinstance(folded, bool | int | float | np.generic):
            raise Unsupported(value.lineno, f"the default {spell(value)}", "a constant number")
        found[item.arg] = folded if isinstance(folded, np.generic) else scalar(folded)
    return found


def _check_node(node: ast.AST, kind: str) -> None:
    line = getattr(node, "lineno", 0)
    if isinstance(node, ast.expr) and not isinstance(node, EXPRESSIONS):
        raise Unsupported(line, *INSTEAD.get(type(node), (_called(node), "plain arithmetic")))
    if isinstance(node, ast.stmt) and not isinstance(node, STATEMENTS):
        raise Unsupported(line, *INSTEAD.get(type(node), (_called(node), "if, for, while")))
    if isinstance(node, ast.Constant):
        _check_constant(node)
    if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.MatMult):
        raise Unsupported(line, "@", "a loop over the products")
    if isinstance(node, ast.Compare):
        _check_comparison(node)
    if isinstance(node, ast.For | ast.While) and node.orelse:
        raise Unsupported(line, "else after a loop", "a variable that remembers the break")
    if isinstance(node, ast.Return) and node.value is not None and kind == "kernel":
        returns_none = isinstance(node.value, ast.Constant) and node.value.value is None
        if not returns_none:
            raise Unsupported(line, "a kernel that returns a value", "write it to an array")


def _called(node: ast.AST) -> str:
    return f"Python's {type(node).__name__}, which kernels have not"


def _check_constant(node: ast.Constant) -> None:
    if isinstance(node.value, complex | bytes) or node.value is Ellipsis:
        raise Unsupported(node.lineno, f"the constant {spell(node)}", "real numbers, plain indices")
    whole = isinstance(node.value, int) and not isinstance(node.value, bool)
    if whole and node.value >= 1 << 64:  # type: ignore[operator]
        raise Unsupported(node.lineno, "an integer of more than 64 bits", "a smaller one")


def _check_comparison(node: ast.Compare) -> None:
    for op in node.ops:
        if isinstance(op, ast.In | ast.NotIn):
            raise Unsupported(node.lineno, "in", "comparisons joined by or")
        if isinstance(op, ast.Is | ast.IsNot):
            raise Unsupported(node.lineno, "is", "==")


def _stores(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _symbols(
    inside: list[ast.AST], variables: frozenset[str], known: Constants
) -> Iterator[tuple[ast.AST, Any]]:
    """The meaning of each name and chain of attributes that is no variable."""
    within = {n.value for n in inside if isinstance(n, ast.Attribute)}
    for node in inside:
        if not isinstance(node, ast.Name | ast.Attribute) or not isinstance(node.ctx, ast.Load):
            continue
        symbol = _meaning(node, variables, known)
        if symbol is None:
            continue
        if isinstance(symbol, Path) and node not in within:
            _check_path(node, symbol)
        yield node, _typed(symbol, spell(node))


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
        raise Unsupported(node.lineno, f"the name {node.id}", "define it, or import it above")
    symbol = known[node.id]
    if isinstance(symbol, Opaque):
        what = f"{node.id} cannot be read: {symbol.why}"
        raise Unsupported(
            node.lineno, what, "a constant, or a function with @cuda.jit(device=True)"
        )
    return symbol


def _check_path(node: ast.expr, path: Path) -> None:
    if path in CALLABLE or path in IDS:
        return
    what = f"{spell(node)} in a kernel"
    raise Unsupported(node.lineno, what, INSTEAD_OF_CALL.get(path, _advice(path)))


def _advice(path: Path) -> str:
    if path.startswith("numpy."):
        return "a loop over elements, or the function of math"
    if path.startswith("builtins."):
        return "a loop, if and arithmetic"
    return "what the course has shown of numba.cuda and math"


def _check_call(node: ast.Call, symbols: dict[ast.AST, Any]) -> None:
    symbol = symbols.get(node.func)
    if isinstance(symbol, Path | np.dtype | DeviceName):
        return
    what = f"the call of {spell(node.func)}"
    raise Unsupported(node.lineno, what, "a loop, or a function with @cuda.jit(device=True)")


def _fixed(
    inside: list[ast.AST],
    symbols: dict[ast.AST, Any],
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
            number = value.value if isinstance(value, ast.Constant) else symbols.get(value)
            if isinstance(number, int | np.integer) and not isinstance(number, bool):
                yield target.id, int(number)
