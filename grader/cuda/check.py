"""Looks through a function before it runs: only what a kernel may have, every name resolved."""

from __future__ import annotations

import ast
from collections import Counter
from typing import Any, Literal

import numpy as np

from grader.cuda.errors import Unsupported
from grader.cuda.folding import Constants, fold
from grader.cuda.names import Path, spell
from grader.cuda.numbers import scalar
from grader.cuda.source import Function
from grader.cuda.symbols import DeviceName, fixed, symbols
from grader.cuda.vocabulary import EXPRESSIONS, INSTEAD, STATEMENTS

MOST_VARIABLES = 300  # of a function
MOST_ARGUMENTS = 100  # of a call


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
    found = dict(symbols(inside, variables, known))
    for inner in inside:
        if isinstance(inner, ast.Call):
            _check_call(inner, found)
        if isinstance(inner, ast.Expr) and isinstance(found.get(inner.value), Path | DeviceName):
            what = f"{spell(inner)} without brackets, which does nothing"
            raise Unsupported(inner.lineno, what, f"{spell(inner)}()")
    sizes = dict(fixed(inside, found, stored, parameters))
    defaults = _defaults(node, constants)
    return Function(node.name, kind, node, parameters, defaults, found, variables, sizes)


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
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
        raise Unsupported(line, f"{spell(node)} = …", "a variable, or an element of an array")
    if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.MatMult):
        raise Unsupported(line, "@", "a loop over the products")
    if isinstance(node, ast.Compare):
        _check_comparison(node)
    if isinstance(node, ast.For | ast.While) and node.orelse:
        raise Unsupported(line, "else after a loop", "a variable that remembers the break")
    if isinstance(node, ast.Return) and node.value is not None and kind == "kernel":
        returns_none = isinstance(node.value, ast.Constant) and node.value.value is None
        if not returns_none:
            instead = "write to an array (a helper that returns needs @cuda.jit(device=True))"
            raise Unsupported(line, "a kernel that returns a value", instead)


def _called(node: ast.AST) -> str:
    return f"Python's {type(node).__name__}, which kernels have not"


def _check_constant(node: ast.Constant) -> None:
    if isinstance(node.value, complex | bytes) or node.value is Ellipsis:
        dots = node.value is Ellipsis
        instead = "an index or a : for each dimension" if dots else "two floats, or plain numbers"
        raise Unsupported(node.lineno, f"the constant {spell(node)}", instead)
    whole = isinstance(node.value, int) and not isinstance(node.value, bool)
    if whole and node.value >= 1 << 64:  # type: ignore[operator]
        raise Unsupported(node.lineno, "an integer of more than 64 bits", "a smaller one")


def _check_comparison(node: ast.Compare) -> None:
    for op in node.ops:
        if isinstance(op, ast.In | ast.NotIn):
            raise Unsupported(node.lineno, "in", "comparisons joined by or")
        if isinstance(op, ast.Is | ast.IsNot):
            instead = "== between numbers; another kernel where an argument may be None"
            raise Unsupported(node.lineno, "is", instead)


def _stores(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _check_call(node: ast.Call, found: dict[ast.AST, Any]) -> None:
    if len(node.args) + len(node.keywords) > MOST_ARGUMENTS:
        what = f"{len(node.args) + len(node.keywords)} arguments of {spell(node.func)}"
        raise Unsupported(node.lineno, what, f"at most {MOST_ARGUMENTS}")
    symbol = found.get(node.func)
    if isinstance(symbol, Path | np.dtype | DeviceName):
        return
    what = f"the call of {spell(node.func)}"
    raise Unsupported(node.lineno, what, "a loop, or a function with @cuda.jit(device=True)")
