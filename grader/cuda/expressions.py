"""Values of expressions, for all lanes at once."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from grader.cuda import operators
from grader.cuda.assignments import blend
from grader.cuda.errors import Unsupported
from grader.cuda.evaluate import Handler, evaluate, kind, number
from grader.cuda.lanes import Mask
from grader.cuda.names import Path, spell
from grader.cuda.numbers import Value, scalar
from grader.cuda.run import Frame, Run
from grader.cuda.slices import attribute
from grader.cuda.symbols import refuse_long


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


def _tuple(run: Run, frame: Frame, node: ast.Tuple, mask: Mask) -> Any:
    value = tuple(evaluate(run, frame, item, mask) for item in node.elts)
    # t = (t, i) in a loop would take all the memory there is.
    refuse_long([value], node.lineno, "an array")
    return value


def _binary(run: Run, frame: Frame, node: ast.BinOp, mask: Mask) -> Value:
    if node in frame.function.symbols:
        return frame.function.symbols[node]  # of literals alone
    left = number(run, frame, node.left, mask)
    right = number(run, frame, node.right, mask)
    return operators.binary(run, node.op, left, right, mask, node)


def _unary(run: Run, frame: Frame, node: ast.UnaryOp, mask: Mask) -> Value:
    if node in frame.function.symbols:
        return frame.function.symbols[node]  # -1 is a constant, and no operation
    value = number(run, frame, node.operand, mask)
    return operators.unary(run, node.op, value, mask, node)


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
    values = node.values
    while len(values) > 1 and (known := _settled(frame, values[0])) is not None:
        values = values[1:] if known == isinstance(node.op, ast.And) else values[:1]
    value = number(run, frame, values[0], mask)
    for item in values[1:]:
        true = operators.truth(value)
        open_ = true if isinstance(node.op, ast.And) else np.logical_not(true)
        deciding = mask.keep(open_)
        run.tally.step(node.lineno, mask)
        if not deciding and value.dtype.kind == "b":
            return value
        deciding = deciding or run.group.nobody  # who evaluates nothing, but the type counts
        after = number(run, frame, item, deciding)
        alone = deciding is mask and value.dtype == after.dtype
        value = after if alone else _join(node.op, value, after, deciding)
    return value


def _join(op: ast.boolop, value: Value, after: Value, deciding: Mask) -> Value:
    if value.dtype.kind == after.dtype.kind == "b":
        join = np.logical_and if isinstance(op, ast.And) else np.logical_or
        return join(value, after)
    return operators.choose(deciding.lanes, after, value)


def _ternary(run: Run, frame: Frame, node: ast.IfExp, mask: Mask) -> Any:
    """Both sides are looked at, one perhaps by no lane: the type is the one that holds both."""
    known = _settled(frame, node.test)
    if known is not None:
        return evaluate(run, frame, node.body if known else node.orelse, mask)
    condition = operators.truth(number(run, frame, node.test, mask))
    yes = mask.keep(condition) or run.group.nobody
    no = mask.minus(yes) or run.group.nobody
    run.tally.step(node.lineno, mask)
    first, second = evaluate(run, frame, node.body, yes), evaluate(run, frame, node.orelse, no)
    if yes and no:
        return _chosen(yes, first, second, node)
    if not _are_numbers(first, second):
        return first if yes else second
    return operators.choose(yes.lanes, first, second)


def _settled(frame: Frame, node: ast.expr) -> bool | None:
    """What a condition of constants is: numba drops what it rules out before it looks at types."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = _settled(frame, node.operand)
        return None if inner is None else not inner
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = _fixed(frame, node.left), _fixed(frame, node.comparators[0])
        compare = operators.COMPARE.get(type(node.ops[0]))
        return None if compare is None or None in (left, right) else bool(compare(left, right))
    value = _fixed(frame, node)
    return None if value is None else bool(value)


def _fixed(frame: Frame, node: ast.expr) -> Any:
    """A constant's number; None where there is none."""
    value = node.value if isinstance(node, ast.Constant) else frame.function.symbols.get(node)
    return value if isinstance(value, bool | int | float | np.generic) else None


def _chosen(yes: Mask, first: Any, second: Any, node: ast.IfExp) -> Any:
    """One thing in some lanes, another in others.

    Raises:
        Unsupported: two arrays, say; an access could not tell which is meant.
    """
    both = blend(first, second, yes)
    if both is None:
        one, other = kind(first), kind(second)
        other = f"another {other.partition(' ')[2]}" if one == other else other
        what = f"{spell(node)} is {one} in some threads and {other} in others"
        raise Unsupported(node.lineno, what, "if and else, with a line for each")
    return both


def _are_numbers(*values: Any) -> bool:
    return all(isinstance(value, np.ndarray | np.generic) for value in values)


HANDLERS: dict[type[ast.expr], Handler] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Tuple: _tuple,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.Compare: _compare,
    ast.BoolOp: _bool,
    ast.IfExp: _ternary,
}
