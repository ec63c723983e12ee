"""Values of expressions, for all lanes at once."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.cuda import operators
from grader.cuda.access import load
from grader.cuda.lanes import Mask
from grader.cuda.memory import View
from grader.cuda.model import Unsupported
from grader.cuda.names import Path, spell
from grader.cuda.numbers import Value, scalar
from grader.cuda.run import Frame, Run
from grader.cuda.slices import attribute, is_partial, part

# They give a number, an array, a tuple of values, a dtype, or a name of numba's.
Handler = Callable[[Run, Frame, Any, Mask], Any]


def evaluate(run: Run, frame: Frame, node: ast.expr, mask: Mask) -> Any:
    """The value of an expression in the active lanes; what the others hold is of no meaning.

    Raises:
        Unsupported: the expression is not one that a kernel may have.
    """
    return HANDLERS[type(node)](run, frame, node, mask)


def number(run: Run, frame: Frame, node: ast.expr, mask: Mask) -> Value:
    """The value of an expression that must be a number.

    Raises:
        Unsupported: it is something else.
    """
    value = evaluate(run, frame, node, mask)
    if not isinstance(value, np.ndarray | np.generic):
        raise Unsupported(
            node.lineno, f"{spell(node)} is {_kind(value)}, where a number belongs", "a number"
        )
    return value


def indices(run: Run, frame: Frame, node: ast.expr, mask: Mask) -> list[Value | slice]:
    """What stands between the brackets, one entry a dimension; slices hold values.

    Raises:
        Unsupported: an index is no integer.
    """
    parts = node.elts if isinstance(node, ast.Tuple) else [node]
    found: list[Any] = []
    for item in parts:
        if isinstance(item, ast.Slice):
            found.append(_slice(run, frame, item, mask))
            continue
        value = evaluate(run, frame, item, mask)
        found += value if isinstance(value, tuple) else [value]
    for value in found:
        integral = isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "iu"
        if not integral and not isinstance(value, slice):
            kind = value.dtype if isinstance(value, np.ndarray | np.generic) else _kind(value)
            raise Unsupported(
                node.lineno, f"an index must be an integer, not {kind}", "// or int(…)"
            )
    return found


def _slice(run: Run, frame: Frame, node: ast.Slice, mask: Mask) -> slice:
    if node.step is not None:
        raise Unsupported(node.lineno, "a slice with a step", "multiply the index by the step")
    ends = [None if e is None else number(run, frame, e, mask) for e in (node.lower, node.upper)]
    return slice(*ends)


def _constant(_run: Run, _frame: Frame, node: ast.Constant, _mask: Mask) -> Any:
    if isinstance(node.value, bool | int | float):
        return scalar(node.value)
    return node.value


def _name(run: Run, frame: Frame, node: ast.Name, mask: Mask) -> Any:
    symbol = frame.function.symbols.get(node)
    if symbol is not None:
        return _known(run, symbol)
    slot = frame.names.get(node.id)
    value, assigned = slot if slot is not None else (np.int64(0), mask.minus(mask))
    if assigned is not mask and assigned is not frame.entry:
        wrong = mask.minus(assigned)
        if wrong:
            what = f"{{who}} reads {node.id}, which it never assigned: an if or a loop skipped it"
            run.faults.add("uninitialised", node.lineno, wrong, what, node.id)
    return value


def _known(run: Run, symbol: Any) -> Any:
    """A module's name: `threadIdx.x` and its like have a value, others stand for themselves."""
    if isinstance(symbol, Path):
        if symbol == "numba.cuda.laneid":
            return run.group.lane
        return run.group.ids.get(symbol.removeprefix("numba.cuda."), symbol)
    return symbol


def _attribute(run: Run, frame: Frame, node: ast.Attribute, mask: Mask) -> Any:
    symbol = frame.function.symbols.get(node)
    if symbol is not None:
        return _known(run, symbol)
    value = evaluate(run, frame, node.value, mask)
    if isinstance(value, Path):
        return _known(run, value.child(node.attr))
    return attribute(value, node)


def _subscript(run: Run, frame: Frame, node: ast.Subscript, mask: Mask) -> Any:
    value = evaluate(run, frame, node.value, mask)
    if isinstance(value, tuple):
        return _item(run, frame, value, node, mask)
    if not isinstance(value, View):
        raise Unsupported(node.lineno, f"[…] after {_kind(value)}", "index an array")
    at = indices(run, frame, node.slice, mask)
    if is_partial(value, at):
        return part(run, value, at, mask, node)
    return load(run, value, at, mask, node)


def _item(run: Run, frame: Frame, value: tuple[Any, ...], node: ast.Subscript, mask: Mask) -> Any:
    at = number(run, frame, node.slice, mask)
    if isinstance(at, np.ndarray) or at.dtype.kind not in "iu":
        raise Unsupported(
            node.lineno, "a tuple's index must be a constant", "a literal, as in t[0]"
        )
    if not -len(value) <= int(at) < len(value):
        raise Unsupported(node.lineno, f"the tuple has {len(value)} items", "a smaller index")
    return value[int(at)]


def _tuple(run: Run, frame: Frame, node: ast.Tuple, mask: Mask) -> Any:
    return tuple(evaluate(run, frame, item, mask) for item in node.elts)


def _binary(run: Run, frame: Frame, node: ast.BinOp, mask: Mask) -> Value:
    left = number(run, frame, node.left, mask)
    right = number(run, frame, node.right, mask)
    return operators.binary(run, node.op, left, right, mask, node)


def _unary(run: Run, frame: Frame, node: ast.UnaryOp, mask: Mask) -> Value:
    literal = isinstance(node.operand, ast.Constant) and isinstance(node.op, ast.USub)
    value = number(run, frame, node.operand, mask)
    return np.negative(value) if literal else operators.unary(run, node.op, value, mask, node)


def _compare(run: Run, frame: Frame, node: ast.Compare, mask: Mask) -> Value:
    """a < b < c: b is evaluated once, c only where a < b holds."""
    left = number(run, frame, node.left, mask)
    result: Value | None = None
    for op, item in zip(node.ops, node.comparators, strict=True):
        if result is not None:
            mask = mask.keep(result)
            if not mask:
                break
        right = number(run, frame, item, mask)
        holds = operators.compare(run, op, left, right, mask, node)
        result = holds if result is None else np.logical_and(result, holds)
        left = right
    return np.bool_(False) if result is None else result


def _bool(run: Run, frame: Frame, node: ast.BoolOp, mask: Mask) -> Value:
    """and, or: what follows is evaluated only where it decides."""
    value = number(run, frame, node.values[0], mask)
    for item in node.values[1:]:
        true = operators.truth(value)
        open_ = true if isinstance(node.op, ast.And) else np.logical_not(true)
        deciding = mask.keep(open_)
        run.tally.step(node.lineno, mask)
        if not deciding:
            return value
        after = number(run, frame, item, deciding)
        value = after if deciding is mask else _join(node.op, value, after, deciding)
    return value


def _join(op: ast.boolop, value: Value, after: Value, deciding: Mask) -> Value:
    if value.dtype.kind == after.dtype.kind == "b":
        join = np.logical_and if isinstance(op, ast.And) else np.logical_or
        return join(value, after)
    return operators.choose(deciding.lanes, after, value)


def _ternary(run: Run, frame: Frame, node: ast.IfExp, mask: Mask) -> Any:
    condition = operators.truth(number(run, frame, node.test, mask))
    yes = mask.keep(condition)
    no = mask.minus(yes)
    run.tally.step(node.lineno, mask)
    if not no:
        return evaluate(run, frame, node.body, yes)
    if not yes:
        return evaluate(run, frame, node.orelse, no)
    return operators.choose(
        yes.lanes, number(run, frame, node.body, yes), number(run, frame, node.orelse, no)
    )


def _call(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> Any:
    from grader.cuda.calls import call  # calls need this module

    return call(run, frame, node, mask)


def _kind(value: Any) -> str:
    kinds = {View: "an array", tuple: "a tuple", type(None): "None", str: "a string"}
    return kinds.get(type(value), "no number")


HANDLERS: dict[type[ast.expr], Handler] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.Tuple: _tuple,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.Compare: _compare,
    ast.BoolOp: _bool,
    ast.IfExp: _ternary,
    ast.Call: _call,
}
