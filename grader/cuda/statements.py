"""Statements: control flow is a mask of the lanes that go on."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from grader.cuda import operators
from grader.cuda.access import load, store
from grader.cuda.assignments import assign, bind, blend, element
from grader.cuda.errors import Unsupported
from grader.cuda.evaluate import evaluate, number
from grader.cuda.lanes import NOBODY, Mask
from grader.cuda.loops import run_for, run_while
from grader.cuda.run import Frame, Run

Handler = Callable[[Run, Frame, Any, Mask], Mask]


def execute(run: Run, frame: Frame, body: Sequence[ast.stmt], mask: Mask) -> Mask:
    """Run statements one after the other.

    Returns:
        The lanes that come out at the end: not those that returned, broke or continued.

    Raises:
        OutOfBudget: the launch took too long.
        Unsupported: a statement that no kernel may have.
    """
    for node in body:
        if not mask:
            break
        run.spend(node.lineno)
        mask = HANDLERS[type(node)](run, frame, node, mask)
    return mask


def _assign(run: Run, frame: Frame, node: ast.Assign, mask: Mask) -> Mask:
    value = evaluate(run, frame, node.value, mask)
    for target in node.targets:
        assign(run, frame, target, value, mask)
    return mask


def _annotated(run: Run, frame: Frame, node: ast.AnnAssign, mask: Mask) -> Mask:
    if node.value is not None:
        assign(run, frame, node.target, evaluate(run, frame, node.value, mask), mask)
    return mask


def _augmented(run: Run, frame: Frame, node: ast.AugAssign, mask: Mask) -> Mask:
    target = node.target
    if isinstance(target, ast.Subscript):
        array, at = element(run, frame, target, mask)
        old = load(run, array, at, mask, target)
        value = number(run, frame, node.value, mask)
        store(run, array, at, operators.binary(run, node.op, old, value, mask, node), mask, target)
    elif isinstance(target, ast.Name):
        before = number(run, frame, _reading(target), mask)
        value = number(run, frame, node.value, mask)
        bind(frame, target, operators.binary(run, node.op, before, value, mask, node), mask)
    return mask


def _reading(target: ast.Name) -> ast.Name:
    return ast.copy_location(ast.Name(target.id, ast.Load()), target)


def _expression(run: Run, frame: Frame, node: ast.Expr, mask: Mask) -> Mask:
    if not isinstance(node.value, ast.Constant):
        evaluate(run, frame, node.value, mask)
    return mask


def _if(run: Run, frame: Frame, node: ast.If, mask: Mask) -> Mask:
    condition = operators.truth(number(run, frame, node.test, mask))
    yes = mask.keep(condition)
    no = mask.minus(yes)
    run.tally.branch(node.lineno, mask, yes)
    out = execute(run, frame, node.body, yes)
    other = execute(run, frame, node.orelse, no)
    if out is yes and other is no:
        return mask
    return out.union(other)


def _for(run: Run, frame: Frame, node: ast.For, mask: Mask) -> Mask:
    return run_for(run, frame, node, mask, execute)


def _while(run: Run, frame: Frame, node: ast.While, mask: Mask) -> Mask:
    return run_while(run, frame, node, mask, execute)


def _return(run: Run, frame: Frame, node: ast.Return, mask: Mask) -> Mask:
    if node.value is not None:
        value = evaluate(run, frame, node.value, mask)
        frame.result = value if frame.result is None else _join(frame.result, value, mask, node)
    frame.returned = frame.returned.union(mask)
    return NOBODY


def _join(before: Any, value: Any, mask: Mask, node: ast.Return) -> Any:
    both = blend(value, before, mask)
    if both is None:
        raise Unsupported(node.lineno, "it returns one thing here and another there", "one kind")
    return both


def _break(_run: Run, frame: Frame, _node: ast.Break, mask: Mask) -> Mask:
    loop = frame.loops[-1]
    loop.broken = loop.broken.union(mask)
    return NOBODY


def _continue(_run: Run, frame: Frame, _node: ast.Continue, mask: Mask) -> Mask:
    loop = frame.loops[-1]
    loop.continued = loop.continued.union(mask)
    return NOBODY


def _pass(_run: Run, _frame: Frame, _node: ast.Pass, mask: Mask) -> Mask:
    return mask


HANDLERS: dict[type[ast.stmt], Handler] = {
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Expr: _expression,
    ast.If: _if,
    ast.For: _for,
    ast.While: _while,
    ast.Return: _return,
    ast.Break: _break,
    ast.Continue: _continue,
    ast.Pass: _pass,
}
